import JobStore

/// Those whom webhooks tell: what came, when, and how it was answered.
final class Receivers {
    struct Call {
        let moment: Int64
        /// Nil when the sender got no answer.
        let answer: Int?
        /// Whether the receiver has it.
        let isTaken: Bool
    }

    /// By the message's id.
    private(set) var calls: [String: [Call]] = [:]

    /// Takes, refuses or loses a message.
    func receive(_ id: String, at url: String, from node: Node, _ world: World) async throws -> Int {
        try await node.wait(upTo: world.slowness)
        let isDead = world.plan.hasDeadReceiver && url == SimulatedRequest.webhookURL
        let isTaken = !isDead && !world.hasMessageFault && (world.isHealed || !world.scheduler.oneIn(4))
        let answerIsLost = world.hasMessageFault
        let status = isTaken ? 200 : 500
        calls[id, default: []].append(
            Call(moment: world.scheduler.now, answer: answerIsLost ? nil : status, isTaken: isTaken)
        )
        node.log("webhook answered \(status)\(answerIsLost ? ", unheard" : "")")
        try await node.wait(upTo: world.slowness)
        if answerIsLost { throw StoreError(.unavailable, "the simulation: the receiver's answer was lost") }
        return status
    }
}
