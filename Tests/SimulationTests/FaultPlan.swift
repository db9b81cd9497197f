/// What goes wrong in a run, and when: drawn from the seed before it begins.
struct FaultPlan {
    /// What happens to the process whose turn it is.
    enum ProcessFault {
        case crash
        /// Stopped, as by a debugger or a busy host, for so many milliseconds.
        case pause(Int64)
        /// Its wall clock is set by so many milliseconds.
        case clockJump(Int64)
        /// Asked to end in peace.
        case drain
    }

    /// What happens to a database's operation.
    enum DatabaseFault {
        /// Nothing is done.
        case refused
        /// A statement inside the transaction fails: the first, the second, …
        case statementFails(Int)
        /// The transaction is undone at its commit, and the caller gets an error.
        case undone
        /// It is committed, and the caller gets an error.
        case answerLost
        /// The caller gets its answer, and the database crashes and knows nothing of it: claims only.
        case forgotten
    }

    /// What happens when an artifact is written or read.
    enum DiskFault {
        /// Nothing is done.
        case failed
        /// Written, and the caller gets an error.
        case answerLost
        /// The process dies in the middle of it.
        case torn
    }

    /// By the scheduler's steps.
    private(set) var processes: [Int: ProcessFault] = [:]
    /// By the number of the operation.
    private(set) var database: [Int: DatabaseFault] = [:]
    private(set) var disk: [Int: DiskFault] = [:]
    /// From these operations on nothing works until `stickyFor` milliseconds have passed.
    private(set) var databaseBreaks: Int?
    private(set) var diskBreaks: Int?
    /// When writes are refused because the disk is full, in milliseconds.
    private(set) var diskFull: Range<Int64> = 0..<0
    /// One commit in so many is done, and its caller gets an error; nil for none but those above.
    private(set) var lostCommits: Int?
    /// One claim in so many is forgotten; nil for none.
    private(set) var forgottenClaims: Int?
    /// One message in so many is lost, or comes twice.
    private(set) var messageFaults: Int
    /// Milliseconds that an operation of the database, the disk or the network takes at most.
    private(set) var slowness: Int64
    private(set) var stickyFor: Int64 = 0
    let hasClockJumps: Bool
    /// The address that requests name for themselves refuses everything, for ever.
    let hasDeadReceiver: Bool
    let hasPauses: Bool

    /// When everything is repaired, in milliseconds.
    static let healing: Int64 = 20_000
    /// About as many steps and operations as come before that.
    private static let steps = 1_200
    private static let databaseOperations = 350
    private static let diskOperations = 50

    init(_ random: inout SplitMix) {
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        messageFaults = number(3...30)
        slowness = [2, 10, 50, 400][number(0...3)]
        for _ in 0..<number(0...3) { processes[number(1...Self.steps)] = .crash }
        hasDeadReceiver = number(0...4) == 0
        hasPauses = number(0...1) == 0
        if hasPauses {
            for _ in 0..<number(1...3) { processes[number(1...Self.steps)] = .pause(Int64(number(100...12_000))) }
        }
        hasClockJumps = number(0...2) == 0
        if hasClockJumps {
            for _ in 0..<number(1...3) {
                let limit = number(0...3) == 0 ? 600_000 : 8_000
                processes[number(1...Self.steps)] = .clockJump(Int64(number(-limit...limit)))
            }
        }
        for _ in 0..<number(0...1) { processes[number(1...Self.steps)] = .drain }
        for _ in 0..<number(0...8) {
            let faults: [DatabaseFault] = [.refused, .statementFails(number(1...5)), .undone, .answerLost, .answerLost]
            database[number(1...Self.databaseOperations)] = faults[number(0...4)]
        }
        for _ in 0..<number(0...3) {
            let faults: [DiskFault] = [.failed, .answerLost, .torn]
            disk[number(1...Self.diskOperations)] = faults[number(0...2)]
        }
        if number(0...2) == 0 { lostCommits = number(4...40) }
        stickyFor = Int64(number(200...6_000))
        if number(0...4) == 0 { databaseBreaks = number(1...Self.databaseOperations) }
        if number(0...4) == 0 { diskBreaks = number(1...Self.diskOperations) }
        if number(0...4) == 0 {
            let begin = Int64(number(0...15_000))
            diskFull = begin..<begin + Int64(number(200...6_000))
        }
        if number(0...2) == 0 { forgottenClaims = number(2...8) }
    }
}
