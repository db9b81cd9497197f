import Dispatch
import Synchronization

/// A model that is loaded when somebody needs it, stays in memory for those who come after, and leaves it when nobody
/// has come for a while.
///
/// Loads happen once: whoever comes while one runs waits for it.
final class WarmModel<Model: Sendable>: Sendable {
    private struct State {
        var model: Model?
        var users = 0
        /// Counts uses: a timer that was set by an earlier one has nothing to do.
        var use = 0
    }

    private let idleTime: Duration
    private let load: @Sendable (_ checkpoint: () throws -> Void) throws -> Model
    private let state = Mutex(State())
    private let loading = Mutex(())
    private let timers = DispatchQueue(label: "idle models")

    /// `load` makes the model, and calls its argument, which throws once the model is not wanted any more.
    init(idleTime: Duration, load: @escaping @Sendable (_ checkpoint: () throws -> Void) throws -> Model) {
        self.idleTime = idleTime
        self.load = load
    }

    /// Whether a call of ``withModel(checkpoint:_:)`` would find it loaded.
    var isLoaded: Bool { state.withLock { $0.model != nil } }

    /// Runs `body` with the model, which it must not keep.
    func withModel<Value>(checkpoint: () throws -> Void, _ body: (Model) throws -> Value) throws -> Value {
        let model = try borrow(checkpoint)
        defer { giveBack() }
        return try body(model)
    }

    private func borrow(_ checkpoint: () throws -> Void) throws -> Model {
        if let model = takeLoaded() { return model }
        return try loading.withLock { _ in
            if let model = takeLoaded() { return model }
            let model = try load(checkpoint)
            state.withLock { state in
                state.model = model
                state.users += 1
                state.use += 1
            }
            return model
        }
    }

    private func takeLoaded() -> Model? {
        state.withLock { state in
            guard let model = state.model else { return nil }
            state.users += 1
            state.use += 1
            return model
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
