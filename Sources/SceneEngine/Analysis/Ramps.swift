/// 0 at `low`, 1 at `high`, smooth between; `low` may be the larger one.
@inline(__always)
func ramp(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
}

/// 1 for hues within `range` (degrees), with soft ends of ±softness.
@inline(__always)
func hueBand(_ range: ClosedRange<Float>, softness: Float, _ hue: Float) -> Float {
    ramp(range.lowerBound - softness, range.lowerBound + softness, hue)
        * (1 - ramp(range.upperBound - softness, range.upperBound + softness, hue))
}

@inline(__always)
func clamp01(_ value: Float) -> Float { min(max(value, 0), 1) }
