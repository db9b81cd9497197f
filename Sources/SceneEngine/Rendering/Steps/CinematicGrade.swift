import CPixelKernels

extension RenderStep {
    /// Cool shadows, warm lights, a little more contrast, darker corners.
    static let cinematicGrade = RenderStep("grading for the cinema", for: .cinematic) { state in
        let amount = state.strength(of: .cinematic)
        state.grade(
            pk_grade(
                shadows: pk_color(0.78, 1.0, 1.16),
                highlights: pk_color(1.10, 1.0, 0.86),
                split: 0.55 * amount,
                contrast: 1 + 0.14 * amount,
                saturation: 1 - 0.06 * amount,
                vignette: 0.30 * amount
            )
        )
    }
}

extension RenderState {
    mutating func grade(_ grade: pk_grade) {
        let (width, height) = (Int32(width), Int32(height))
        image.update(parallelism: parallelism) { image, _, rows in
            var grade = grade
            pk_grade_rows(image, width, height, &grade, Int32(rows.lowerBound), Int32(rows.upperBound))
        }
    }
}
