/// How busy a process's connections to a database server are.
public struct ConnectionUse: Sendable, Hashable {
    /// Those that run something.
    public let busy: Int
    /// Those that wait for something to run.
    public let idle: Int
    /// Pieces of work that wait for a connection.
    public let waiting: Int
    public let limit: Int
}
