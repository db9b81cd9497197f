import Foundation
import Synchronization
import Testing

/// Stands between a client and a PostgreSQL server, and breaks one connection around its `COMMIT`, or around another text.
final class FaultyProxy: Sendable {
    enum Fault: Sendable {
        /// The server never gets the `COMMIT`; both sides see a closed connection.
        case beforeCommit
        /// The server commits; the client never gets the answer.
        case afterCommit
        /// The client sees a closed connection; the server sees nothing.
        case silentServer
    }

    let url: String
    private let listener: Int32
    private let server: sockaddr_in
    private let fault: Fault
    private let mark: Data
    private let state = Mutex((isArmed: false, faults: 0))

    /// The default comes with its last byte, since a transaction that begins says READ COMMITTED.
    init(to url: String, fault: Fault, at mark: String = "COMMIT\0") throws {
        var components = try #require(URLComponents(string: url))
        server = Self.address(port: UInt16(try #require(components.port)))
        self.fault = fault
        self.mark = Data(mark.utf8)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var own = Self.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(listener, address, length)
                _ = getsockname(listener, address, &length)
            }
        }
        listen(listener, 64)
        components.port = Int(UInt16(bigEndian: own.sin_port))
        // What is encrypted cannot be read here.
        components.query = "sslmode=disable"
        self.url = try #require(components.string)
        let server = server
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                var address = server
                withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        _ = connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                self.join(client, upstream)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The next one meets the fault.
    func arm() { state.withLock { $0.isArmed = true } }

    var faults: Int { state.withLock { $0.faults } }

    private func join(_ client: Int32, _ upstream: Int32) {
        let muted = Flag()
        Thread.detachNewThread { [self] in
            Self.pump(from: client, to: upstream) { bytes in
                guard bytes.range(of: mark) != nil, takeFault() else { return true }
                switch fault {
                case .beforeCommit:
                    shutdown(upstream, Int32(SHUT_RDWR))
                case .afterCommit:
                    muted.set()
                    _ = bytes.withUnsafeBytes { send(upstream, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                    // Until the server has committed.
                    usleep(200_000)
                    shutdown(upstream, Int32(SHUT_RDWR))
                case .silentServer: break
                }
                shutdown(client, Int32(SHUT_RDWR))
                return false
            }
        }
        Thread.detachNewThread { [fault] in
            Self.pump(from: upstream, to: client) { _ in !muted.isSet }
            if fault != .silentServer { shutdown(client, Int32(SHUT_RDWR)) }
        }
    }

    private func takeFault() -> Bool {
        state.withLock { state in
            guard state.isArmed else { return false }
            state = (isArmed: false, faults: state.faults + 1)
            return true
        }
    }

    /// Passes bytes on until an end, or until `mayPass` says no.
    private static func pump(from source: Int32, to target: Int32, _ mayPass: (Data) -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0, mayPass(Data(buffer[..<count])) else { return }
            guard send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return }
        }
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

/// Set once.
final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}

/// How often something was done.
final class Calls: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func next() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }
}
