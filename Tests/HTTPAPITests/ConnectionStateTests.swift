import NIOCore
import Testing

@testable import HTTPAPI

struct ConnectionStateTests {
    private let begin = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let limits = {
        var limits = ConnectionLimits()
        limits.headerTime = .seconds(10)
        limits.bodyTime = .seconds(60)
        limits.idleTime = .seconds(75)
        limits.stallTime = .seconds(30)
        return limits
    }()

    @Test func aClientMustSendItsHeaderInTime() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        #expect(state.timerFired(at: begin + .seconds(9)) == .nothing)
        #expect(state.timerFired(at: begin + .seconds(10)) == .close)
    }

    @Test func aClientMustSendItsBodyInTime() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        state.headReceived(at: begin + .seconds(5))
        state.bodyReceived(byteCount: 1_000_000)
        #expect(state.timerFired(at: begin + .seconds(64)) == .nothing)
        #expect(state.timerFired(at: begin + .seconds(65)) == .close)
    }

    @Test func aBodyMustNotTrickle() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        state.headReceived(at: begin)
        // A byte each second, where a thousand must come once the first ten seconds are over.
        for _ in 0..<10 { state.bodyReceived(byteCount: 1) }
        #expect(state.timerFired(at: begin + .seconds(10)) == .nothing)
        #expect(state.timerFired(at: begin + .seconds(10) + .milliseconds(11)) == .close)
        // What is fast enough goes on.
        state.bodyReceived(byteCount: 20_000)
        #expect(state.timerFired(at: begin + .seconds(30)) == .nothing)
        #expect(state.timerFired(at: begin + .seconds(31)) == .close)
    }

    @Test func aHandlerMayTakeAsLongAsItNeeds() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        state.headReceived(at: begin)
        state.endReceived()
        #expect(state.timerFired(at: begin + .hours(1)) == .nothing)
    }

    @Test func anIdleConnectionIsClosed() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        state.headReceived(at: begin)
        state.endReceived()
        state.answerBegan(saysClose: false)
        #expect(state.answerEnded(at: begin + .seconds(100)) == .nothing)
        #expect(state.timerFired(at: begin + .seconds(174)) == .nothing)
        #expect(state.timerFired(at: begin + .seconds(175)) == .close)
    }

    @Test func aRequestThatWasNotReadToItsEndClosesItsConnection() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        state.headReceived(at: begin)
        state.answerBegan(saysClose: false)
        #expect(state.closesAfterAnswer)
        #expect(state.answerEnded(at: begin) == .closeAfterLingering)
        #expect(state.timerFired(at: begin + ConnectionState.lingerTime) == .close)
    }

    @Test func anAnswerCanAskForTheEnd() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        state.headReceived(at: begin)
        state.endReceived()
        state.answerBegan(saysClose: true)
        #expect(state.answerEnded(at: begin) == .closeAfterLingering)
    }

    @Test func aClientThatTakesNothingIsCut() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        state.headReceived(at: begin)
        state.endReceived()
        state.answerBegan(saysClose: false)
        state.writabilityChanged(isWritable: false, at: begin)
        #expect(state.timerFired(at: begin + .seconds(29)) == .nothing)
        state.writabilityChanged(isWritable: true, at: begin + .seconds(29))
        #expect(state.timerFired(at: begin + .seconds(31)) == .nothing)
        state.writabilityChanged(isWritable: false, at: begin + .seconds(31))
        #expect(state.timerFired(at: begin + .seconds(61)) == .close)
    }

    @Test func aPipelinedRequestIsNotIdle() {
        var state = ConnectionState(limits: limits)
        state.connected(at: begin)
        for _ in 0..<2 {
            state.headReceived(at: begin)
            state.endReceived()
        }
        state.answerBegan(saysClose: false)
        #expect(state.answerEnded(at: begin) == .nothing)
        #expect(state.timerFired(at: begin + .hours(1)) == .nothing)
    }
}
