import Glibc

/// A lock and a condition: threads sleep until what they wait for has happened.
///
/// `@unchecked Sendable`: the two objects are made to be used by several threads, at the one address they have here.
final class Signal: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` while no other thread holds the lock; `wait` may be called in it.
    func locked(_ body: () -> Void) {
        pthread_mutex_lock(mutex)
        body()
        pthread_mutex_unlock(mutex)
    }

    /// Gives up the lock, sleeps until a broadcast (or without a reason: look again), and takes it again.
    func wait() {
        pthread_cond_wait(condition, mutex)
    }

    /// Wakes everyone who waits. Whoever is between looking and waiting holds the lock, so nobody is missed.
    func broadcast() {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }
}
