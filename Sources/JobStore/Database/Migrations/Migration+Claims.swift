extension Migration {
    /// The number of the claim that a job was taken by: a worker that lost the answer finds what it took.
    static let claims = Migration(
        name: "0007-claims",
        statements: "ALTER TABLE job ADD COLUMN claim INTEGER"
    )

    static let postgresClaims = Migration(
        name: "0007-claims",
        statements: "ALTER TABLE job ADD COLUMN claim BIGINT"
    )
}
