import Testing

@testable import SceneEngine

@Suite struct AnalysisGridCutTests {
    @Test(arguments: 0..<40)
    func `The cut costs as little as the best of all labellings`(seed: Int) {
        let (width, height) = (4, 3)
        var state = UInt32(seed * 7919 + 1)
        func random(_ limit: Int32) -> Int32 {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int32(state >> 16) % limit
        }
        let graph = GridCut(width: width, height: height)
        let costs = (0..<width * height).map { _ in (source: random(20), sink: random(20)) }
        var edges: [(Int, Int, Int32)] = []
        for y in 0..<height {
            for x in 0..<width {
                graph.setCosts(x, y, source: costs[y * width + x].source, sink: costs[y * width + x].sink)
                for (direction, dx, dy) in [(4, 1, 0), (5, -1, 1), (6, 0, 1), (7, 1, 1)] {
                    guard (0..<width).contains(x + dx), y + dy < height else { continue }
                    let cost = random(12)
                    graph.join(x, y, direction: direction, cost: cost)
                    edges.append((y * width + x, (y + dy) * width + x + dx, cost))
                }
            }
        }
        func total(_ isSource: (Int) -> Bool) -> Int32 {
            let own = costs.indices.reduce(Int32(0)) { $0 + (isSource($1) ? costs[$1].source : costs[$1].sink) }
            return edges.reduce(own) { isSource($1.0) == isSource($1.1) ? $0 : $0 + $1.2 }
        }
        let best = (0..<1 << (width * height)).map { labels in total { labels >> $0 & 1 == 1 } }.min()
        let found = graph.solve()
        #expect(total { found[$0] } == best)
    }

    @Test func `Pieces of a mask are told apart and measured`() {
        let rows = ["#..##", "#..#.", ".....", "..###"]
        let mask = PixelMask(width: 5, height: 4, pixels: rows.joined().map { $0 == "#" })
        let pieces = mask.components().list
        #expect(pieces.map(\.area) == [2, 3, 3])
        #expect(pieces.map(\.width) == [1, 2, 3])
        #expect(pieces.map(\.minY) == [0, 0, 3])
        #expect(mask.reachingTop().count == 5)
        #expect(mask.dilated(1).count == 19)
        #expect(mask.eroded(1, 0).pixels.indices.filter { mask.eroded(1, 0).pixels[$0] } == [4, 18, 19])
    }
}
