import GenerationTypes
import Testing

@testable import JobStore

@Suite struct IdentifierTests {
    @Test func anIDIsAUUIDOfVersion7ThatCarriesItsTime() throws {
        let moment = Timestamp(milliseconds: 1_795_000_000_123)
        for _ in 0..<100 {
            let id = JobID.random(at: moment)
            let parts = id.rawValue.split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(Int64(parts[0] + parts[1], radix: 16) == moment.milliseconds)
            #expect(parts[2].first == "7")
            #expect("89ab".contains(try #require(parts[3].first)))
            #expect(JobID(id.rawValue) == id)
        }
    }

    @Test func idsSortByTimeAndNeverRepeat() {
        let ids = (0..<1_000).map { JobID.random(at: Timestamp(milliseconds: 1_795_000_000_000 + $0)).rawValue }
        #expect(ids == ids.sorted())
        let sameMoment = (0..<1_000).map { _ in JobID.random(at: Timestamp(milliseconds: 5)) }
        #expect(Set(sameMoment).count == 1_000)
    }
}
