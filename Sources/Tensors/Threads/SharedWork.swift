/// Work that several threads do together: a value with all that they need, which is written down once for all of them.
///
/// It consists of units with numbers, of which a thread does some neighbours at a time. A part runs beside other parts: it
/// reads what it likes and writes only to memory that belongs to its units; it allocates nothing, or threads wait for each
/// other in the allocator.
///
/// Operations describe their work by a type of their own, since a closure that captures something is an object on the
/// heap for each call, of which a forward pass makes thousands.
public protocol SharedWork {
    /// `worker` is a number below the count of threads that no two parts of this work have at the same time, so that each
    /// can have scratch memory of its own.
    func carryOut(_ units: Range<Int>, worker: Int)
}

extension SharedWork {
    /// Carries out a part of the work at the address.
    static func carryOut(at address: UnsafeRawPointer, _ units: Range<Int>, worker: Int) {
        address.assumingMemoryBound(to: Self.self).pointee.carryOut(units, worker: worker)
    }
}
