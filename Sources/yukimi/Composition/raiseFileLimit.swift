import Foundation
import Logging

/// Raises the soft limit on open files to the hard one: every connection is a file, and the usual soft limit of 1,024 is
/// lower than the number of connections that the server is allowed to hold.
///
/// - Returns: the limit that is in force now.
@discardableResult
func raiseFileLimit(logger: Logger) -> UInt64 {
    var limit = rlimit()
    guard getrlimit(fileLimitResource, &limit) == 0 else { return 0 }
    let before = limit.rlim_cur
    guard before < limit.rlim_max else { return UInt64(before) }
    limit.rlim_cur = limit.rlim_max
    guard setrlimit(fileLimitResource, &limit) == 0 else {
        logger.warning("the limit on open files stays", metadata: ["limit": "\(before)"])
        return UInt64(before)
    }
    return UInt64(limit.rlim_cur)
}

#if canImport(Glibc)
    private let fileLimitResource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
    private let fileLimitResource = RLIMIT_NOFILE
#endif
