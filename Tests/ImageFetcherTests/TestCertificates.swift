import Foundation
import NIOSSL

/// A certificate for `images.example` and the authority that signed it, made for these tests and valid until 2120.
enum TestCertificates {
    static func serverContext() throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: Array(leaf.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(leafKey.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)],
                privateKey: .privateKey(key)
            )
        )
    }

    /// Writes the authority's certificate to a file for as long as the closure runs.
    static func withAuthorityFile<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).pem")
        try Data(authority.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }

    private static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBNTCB3KADAgECAgEBMAoGCCqGSM49BAMCMBkxFzAVBgNVBAMMDlRlc3QgYXV0
        aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAZMRcwFQYD
        VQQDDA5UZXN0IGF1dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAV7
        EBdbPNzALQV8V0ZI85rHtgZ2YndTmqujoJh6zv1kA8ZqAd6ZTp/yIFmqacjvKWRu
        UJktjXRfqSEEJmdMFT2jEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
        SAAwRQIhANnXdE9VATmepJg1EmcZa8nl/bVbmc83th9NC3oYfVCDAiBTIdIZti/g
        5Y64mcFXwUlIQhFvnO1owg01XpqAVhyjfQ==
        -----END CERTIFICATE-----
        """

    private static let leaf = """
        -----BEGIN CERTIFICATE-----
        MIIBZDCCAQmgAwIBAgIBAjAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IGF1
        dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
        A1UEAwwOaW1hZ2VzLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR6
        y89iohdInVHB8aQgTmJR4IR6PH2Ukm9ct5lXLmVIxIo8OPxiXeNpTWtx4BlgNjiC
        NurygQQUn+W30+wOX9yPo0AwPjAMBgNVHRMBAf8EAjAAMBkGA1UdEQQSMBCCDmlt
        YWdlcy5leGFtcGxlMBMGA1UdJQQMMAoGCCsGAQUFBwMBMAoGCCqGSM49BAMCA0kA
        MEYCIQDGuIRVmXTQ9Y4jKgEOX9sbEPXrObixp9B09T91IW5awwIhANpymA1kz1DQ
        ufH/FO570UOTt6DWju34RWmyMpmSUDR8
        -----END CERTIFICATE-----
        """

    private static let leafKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdePtTXZGk2L/ipcg
        iLl3OjfILJ8yv3aAJ2HLwQvRC46hRANCAAR6y89iohdInVHB8aQgTmJR4IR6PH2U
        km9ct5lXLmVIxIo8OPxiXeNpTWtx4BlgNjiCNurygQQUn+W30+wOX9yP
        -----END PRIVATE KEY-----
        """
}
