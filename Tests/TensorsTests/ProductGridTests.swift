import Testing

@testable import Tensors

@Suite struct ProductGridTests {
    @Test(arguments: [1, 2, 7], [0, 1, 13, 14, 15, 100, 304, 2048, 8704])
    func `Blocks cover every row of every panel once`(threads: Int, rows: Int) {
        for panels in [1, 2, 28, 97, 864] {
            let grid = ProductGrid(rows: rows, panels: panels, panelsInCache: 13, threads: threads)
            var covered = [Int](repeating: 0, count: rows * panels)
            for index in 0..<grid.count {
                let block = grid.block(index)
                #expect(block.rows.count <= grid.largestBlock.rows && block.panels.count <= grid.largestBlock.panels)
                #expect(block.panels.count <= 13)
                for row in block.rows { for panel in block.panels { covered[row * panels + panel] += 1 } }
            }
            #expect(covered.allSatisfy { $0 == 1 })
        }
    }

    @Test func `Few rows are divided by columns, so that every thread has work`() {
        let grid = ProductGrid(rows: 1, panels: 64, panelsInCache: 24, threads: 4)
        #expect(grid.rowBlocks == 1 && grid.panelBlocks == 32)
    }
}
