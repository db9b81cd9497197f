import Foundation
import NIOCore

/// An error of the HTTP server's begin in words that name the address; any other error as it is.
func listenError(_ error: any Error, host: String, port: Int) -> any Error {
    let place = "the server cannot listen on \(host), port \(port)"
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE:
        return CommandError("\(place): another program does; choose another with --port")
    case let error as IOError where [EACCES, EADDRNOTAVAIL].contains(error.errnoCode):
        return CommandError("\(place): \(String(cString: strerror(error.errnoCode)))")
    case let error as SocketAddressError:
        return CommandError("\(place): \(error)")
    default:
        return error
    }
}
