/// 0 at `low`, 1 at `high` (which may be the smaller one), smooth between.
func smoothRise(_ low: Float, _ high: Float, _ x: Float) -> Float {
    let t = min(max((x - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
}
