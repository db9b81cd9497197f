import Foundation
import Testing

@testable import ModelLibrary

@Suite struct DownloadStateTests {
    @Test("Ranges join where they touch, and gaps are what they leave")
    func rangesAndGaps() {
        for _ in 0..<300 {
            var ranges = ByteRanges()
            var bytes = Set<Int64>()
            for _ in 0..<Int.random(in: 0...12) {
                let start = Int64.random(in: 0..<60)
                let range = start..<Int64.random(in: start...60)
                ranges.insert(range)
                bytes.formUnion(range)
            }
            #expect(ranges.count == Int64(bytes.count))
            #expect(zip(ranges.ranges, ranges.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            let gaps = ranges.gaps(size: 64, pieceSize: 7)
            #expect(gaps.allSatisfy { (1...7).contains($0.count) })
            #expect(gaps.flatMap { Array($0) } == (0..<64).filter { !bytes.contains($0) })
        }
    }

    @Test("A journal that was cut off counts for what it says, and for nothing when it is for other content")
    func journalsAreReadWithCare() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "yukimi-part-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/part"
        func open(_ content: String) throws -> PartFile {
            try PartFile(path: path, content: content, size: 100, disk: .real)
        }
        let part = try open("x")
        try [UInt8](repeating: 1, count: 30).withUnsafeBytes { try part.write($0, at: 20) }
        part.close()
        let journal = try String(contentsOfFile: path + ".journal", encoding: .utf8)
        #expect(journal == "yukimi-part 1 x 100\n20-50\n")
        let torn = journal + "-5-3\n70-200\n9-4\n60-7"
        try torn.write(toFile: path + ".journal", atomically: true, encoding: .utf8)
        let again = try open("x")
        #expect(again.writtenCount == 30)
        try [UInt8](repeating: 2, count: 5).withUnsafeBytes { try again.write($0, at: 0) }
        again.close()
        let third = try open("x")
        #expect(third.gaps(pieceSize: 1000) == [5..<20, 50..<100])
        third.close()
        let other = try open("y")
        #expect(other.writtenCount == 0)
        other.close()
    }

    @Test("Pauses double, last no longer than a minute, and end after so many tries without a gain")
    func pausesDouble() {
        var settings = HubSettings()
        settings.tries = 4
        var schedule = RetrySchedule(settings)
        let failure = HubFailure.temporary(.unreachable, "x", "y")
        #expect(schedule.pause(after: failure) == .seconds(1))
        #expect(schedule.pause(after: failure) == .seconds(2))
        schedule.hasGained()
        #expect(schedule.pause(after: failure) == .seconds(1))
        var asked = failure
        asked.pause = .seconds(3600)
        #expect(schedule.pause(after: asked) == .seconds(60))
        #expect(schedule.pause(after: failure) == .seconds(4))
        #expect(schedule.pause(after: failure) == nil)
        schedule.hasGained()
        #expect(schedule.pause(after: .permanent(.notFound, "x", "y")) == nil)
    }

    @Test("The rate is that of the last ten seconds")
    func ratesForgetThePast() {
        var rate = TransferRate()
        #expect(rate.bytesPerSecond == 0)
        for second in 0...10 { rate.record(Int64(second) * 100, at: .seconds(second)) }
        #expect(rate.bytesPerSecond == 100)
        for second in 11...30 { rate.record(1000 + Int64(second - 10) * 5000, at: .seconds(second)) }
        #expect(rate.bytesPerSecond == 5000)
    }
}
