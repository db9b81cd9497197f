import GenerationTypes
import Testing

@testable import SceneEngine

@Suite struct ElementPlacementTests {
    private let size = PixelSize(width: 480, height: 272)
    private let vase = ElementCutout(ElementFixture.element(ElementFixture.vaseWithAlpha()), parallelism: .serial)

    private func map() throws -> SurfaceMap {
        SurfaceMap(analyzeScene(try ElementFixture.photograph("meadow", size)), parallelism: .serial)
    }

    private func place(_ places: [Place], on map: SurfaceMap) -> ElementPlacement {
        ElementPlacement(of: vase, places: places, isOn: false, on: map, pictureAspect: 480.0 / 272)
    }

    @Test func withoutAWordItStandsOnTheGroundBelowTheHorizon() throws {
        let map = try map()
        let placement = place([], on: map)
        #expect(placement.spot.support == .ground)
        #expect(placement.spot.y > map.horizon)
        #expect(map.mean(.ground, placement.spot.footBox) > 0.5)
        #expect(placement.missing.isEmpty)
    }

    @Test func partsOfTheFrameAreObeyed() throws {
        let map = try map()
        #expect(place([.left], on: map).spot.x < 0.35)
        #expect(place([.right], on: map).spot.x > 0.65)
        #expect(abs(place([.center], on: map).spot.x - 0.5) < 0.1)
    }

    @Test func whatIsNearIsLowAndLarge() throws {
        let map = try map()
        let (near, far) = (place([.foreground], on: map).spot, place([.background], on: map).spot)
        #expect(near.y > far.y + 0.1)
        #expect(near.height > far.height * 1.2)
    }

    @Test func theSkyHoldsWhatShallFly() throws {
        let map = try map()
        let spot = place([.sky], on: map).spot
        #expect(spot.support == .air)
        #expect(map.mean(.sky, spot.box) > 0.6)
    }

    @Test func severalElementsDoNotOverlap() throws {
        var map = try map()
        var boxes: [ShareBox] = []
        for _ in 0..<4 {
            let spot = place([], on: map).spot
            map.take(spot.box)
            for other in boxes {
                let width = min(spot.box.maxX, other.maxX) - max(spot.box.minX, other.minX)
                let height = min(spot.box.maxY, other.maxY) - max(spot.box.minY, other.minY)
                #expect(width < 0.02 || height < 0.02)
            }
            boxes.append(spot.box)
        }
    }

    @Test func placesThatAreNotInThePictureAreNamed() throws {
        let placement = place([.water], on: try map())
        #expect(placement.missing == [.water])
        #expect(placement.spot.support == .ground)
    }
}
