extension PromptTemplate {
    /// DreamLite with a picture to edit. (diffusers, `DreamLiteMobilePipeline`: `prompt_template_encode_edit` and the words
    /// that the pipeline puts before the prompt.)
    public static let dreamLiteEdit = PromptTemplate(
        prefix:
            "<|im_start|>system\nDescribe the key features of the input image (color, shape, size, texture, objects, "
            + "background), then explain how the user's text instruction should alter or modify the image. Generate a new "
            + "image that meets the user's requirements while maintaining consistency with the original input where "
            + "appropriate.<|im_end|>\n<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>"
            + "[Edit]: A diptych with two side-by-side images of the same scene. Compared to the right side, the left one "
            + "has ",
        suffix: "<|im_end|>\n<|im_start|>assistant\n",
        droppedTokenCount: 64,
        imageToken: "<|image_pad|>"
    )

    /// DreamLite without a picture. (`prompt_template_encode_generate` and the pipeline's default `max_sequence_length`.)
    public static let dreamLiteGenerate = PromptTemplate(
        prefix: "<|im_start|>system\nDescribe the image by detailing the color, shape, size, texture, quantity, text, "
            + "spatial relationships of the objects and background:<|im_end|>\n<|im_start|>user\n[Generate]: ",
        suffix: "<|im_end|>\n<|im_start|>assistant\n",
        droppedTokenCount: 34,
        maximumTokenCount: 200
    )
}
