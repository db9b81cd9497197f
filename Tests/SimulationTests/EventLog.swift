/// What happened, as a hash, and as lines where somebody wants to read them. Ids are replaced by numbers in the order of
/// their coming: they are random, and nothing depends on them.
///
/// Unchecked, because only the scheduler's thread writes.
final class EventLog: @unchecked Sendable {
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var lines: [String] = []
    private let isKept: Bool
    private var numbers: [String: Int] = [:]

    /// - Parameter isKept: whether to keep the lines.
    init(isKept: Bool) { self.isKept = isKept }

    func write(_ now: Int64, _ who: String, _ what: @autoclosure () -> String) {
        let line = "\(now) \(who): \(what())"
        for byte in line.utf8 { mix(UInt64(byte)) }
        if isKept { lines.append(line) }
    }

    /// A step of the scheduler: only for the hash.
    func count(_ now: Int64, _ node: Int, _ index: Int) {
        mix(UInt64(bitPattern: now))
        mix(UInt64(node) << 32 | UInt64(index))
    }

    /// A name for an id that is the same in every run.
    func name(_ id: String) -> String {
        if let number = numbers[id] { return "#\(number)" }
        numbers[id] = numbers.count + 1
        return "#\(numbers.count)"
    }

    private func mix(_ value: UInt64) { hash = (hash ^ value) &* 0x0000_0100_0000_01B3 }
}
