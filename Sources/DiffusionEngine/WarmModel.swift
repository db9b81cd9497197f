import Dispatch
import Foundation
import Synchronization

/// A model that is loaded when somebody needs it, stays in memory for those who come after, and leaves it when nobody
/// has come for a while.
///
/// Loads happen once: whoever comes while one runs waits for it, and loads the model itself if that one is given up.
final class WarmModel<Model: Sendable>: Sendable {
    private struct State {
        var model: Model?
        var isLoading = false
        var users = 0
        /// Counts uses: a timer that was set by an earlier one has nothing to do.
        var use = 0
    }

    private let idleTime: Duration
    private let load: Load
    private let state = Mutex(State())
    private let timers = DispatchQueue(label: "idle models")

    /// Makes a model. It asks `isCancelled` often, and throws once the model is not wanted any more.
    typealias Load = @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Model

    init(idleTime: Duration, load: @escaping Load) {
        self.idleTime = idleTime
        self.load = load
    }

    /// Whether a call of ``withModel(isCancelled:_:)`` would find it loaded.
    var isLoaded: Bool { state.withLock { $0.model != nil } }

    /// Runs `body` with the model, which it must not keep.
    ///
    /// Throws `CancellationError` soon after `isCancelled` says so, while it loads the model or waits for who does.
    func withModel<Value>(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        _ body: (Model) throws -> Value
    ) throws -> Value {
        let model = try borrow(isCancelled)
        defer { giveBack() }
        return try body(model)
    }

    private func borrow(_ isCancelled: @escaping @Sendable () -> Bool) throws -> Model {
        while true {
            if isCancelled() { throw CancellationError() }
            switch ask() {
            case .take(let model): return model
            case .load: return try loadForAll(isCancelled)
            case .wait: Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    private enum Answer {
        case take(Model), load, wait
    }

    private func ask() -> Answer {
        state.withLock { state in
            if let model = state.model {
                state.users += 1
                state.use += 1
                return .take(model)
            }
            if state.isLoading { return .wait }
            state.isLoading = true
            return .load
        }
    }

    private func loadForAll(_ isCancelled: @escaping @Sendable () -> Bool) throws -> Model {
        do {
            let model = try load(isCancelled)
            state.withLock { state in
                state.isLoading = false
                state.model = model
                state.users += 1
                state.use += 1
            }
            return model
        } catch {
            state.withLock { $0.isLoading = false }
            throw error
        }
    }

    private func giveBack() {
        let use = state.withLock { state in
            state.users -= 1
            return state.use
        }
        let (seconds, attoseconds) = idleTime.components
        let pause = DispatchTimeInterval.milliseconds(Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
        timers.asyncAfter(deadline: .now() + pause) { [weak self] in self?.unload(ifUnusedSince: use) }
    }

    private func unload(ifUnusedSince use: Int) {
        // The model's memory is given back outside of the lock: gigabytes take a moment.
        let idle = state.withLock { state -> Model? in
            guard state.users == 0, state.use == use else { return nil }
            defer { state.model = nil }
            return state.model
        }
        _ = idle
    }
}
