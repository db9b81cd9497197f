import Foundation
import NIOCore
import Testing

@testable import yukimi

struct ListenErrorTests {
    @Test("a taken port is named, with what to do")
    func taken() {
        let error = listenError(IOError(errnoCode: EADDRINUSE, reason: "bind"), host: "127.0.0.1", port: 80)
        #expect(
            "\(error)"
                == "the server cannot listen on 127.0.0.1, port 80: another program does; choose another with --port"
        )
    }

    @Test("what has nothing to do with the address stays as it is")
    func others() {
        #expect(listenError(CommandError("other"), host: "", port: 0) as? CommandError == CommandError("other"))
    }
}
