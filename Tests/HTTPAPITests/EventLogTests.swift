import GenerationTypes
import JobStore
import NIOCore
import Testing

@testable import HTTPAPI

struct EventLogTests {
    private func step(_ number: Int) -> JobEvent {
        .step(GenerationProgress(step: number, steps: 999, label: "painting"), remaining: nil)
    }

    @Test("ids grow with the record's revision, and within it")
    func ids() {
        var log = EventLog()
        _ = log.append(step(1), revision: 3)
        _ = log.append(.preview(JobPreview(step: 1, jpeg: [1])), revision: 3)
        _ = log.append(step(2), revision: 7)
        #expect(log.entries.map(\.id.description) == ["3.0", "3.1", "7.0"])
        #expect(log.entries(after: EventID("3.0")).map(\.id.description) == ["3.1", "7.0"])
        #expect(log.entries(after: EventID("5.2")).map(\.id.description) == ["7.0"])
        #expect(log.entries(after: EventID("7.0")).isEmpty)
        #expect(log.entries(after: nil).count == 3)
    }

    @Test("a place in the queue that was looked up before the job began is not told after it")
    func order() {
        var log = EventLog()
        _ = log.append(step(1), revision: 3)
        let isTold = log.append(.queued(.init(position: 0, remaining: nil)), revision: 2)
        #expect(!isTold && log.entries.count == 1)
    }

    @Test("its size is bounded, and what goes first are old previews")
    func bounds() {
        var log = EventLog()
        for number in 1...1_000 {
            _ = log.append(step(number), revision: Int64(number))
            _ = log.append(.preview(JobPreview(step: number, jpeg: [1])), revision: Int64(number))
        }
        #expect(log.entries.count == EventLog.entryLimit)
        #expect(log.entries.filter(\.event.isPreview).count == EventLog.previewLimit)
        #expect(log.entries.last?.id == EventID("1000.1"))
        #expect(log.entries.map(\.id) == log.entries.map(\.id).sorted())
    }

    @Test("what is no id counts as nothing seen", arguments: ["", "7", "7.", ".1", "7.0.1", "x.1", "7.0 "])
    func foreignIDs(text: String) { #expect(EventID(text) == nil) }

    @Test("an event is one block of lines")
    func text() {
        let progress = GenerationProgress(step: 1, steps: 2, label: "a\nb")
        let event = JobEvent.step(progress, remaining: .milliseconds(1_250))
        let id = EventID(revision: 4, number: 0)
        let text = EventText.text(id: id, name: event.name, data: event.commonData ?? .null)
        let data = #"{"step":1,"steps":2,"label":"a\nb","eta_seconds":1.250}"#
        #expect(String(buffer: text) == "id: 4.0\nevent: step\ndata: \(data)\n\n")
    }
}
