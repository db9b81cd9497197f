extension Lexicon {
    /// Repairs, finish and geometry. ``Lexicon`` explains the notation.
    static let repairs = """
        effect denoise finish 0.8
        en denoise, denoised, denoising, de noise, noise free, noise reduction, reduce noise, reduce the noise, remove noise, remove the noise, remove grain
        en remove the grain, clean up, clean up the image, clean up the photo, less noise, less grain, no noise, no grain, without noise, despeckle
        zh 降噪, 去噪, 除噪, 去除噪点, 减少噪点
        ja ノイズ除去, ノイズを除去, ノイズを減らし, ノイズ低減, ノイズを消し
        es reducir ruido, reducir el ruido, sin ruido, quitar el ruido, elimina el ruido, quita el ruido
        de entrauschen, rauschen entfernen, rauschen reduzieren, ohne rauschen, rauschfrei
        fr réduire le bruit, débruiter, sans bruit, enlever le bruit

        effect dehaze finish 0.8
        en dehaze, de haze, defog, de fog, dehazed, clarity
        zh 去雾, 除雾, 去霾
        ja かすみ除去, 霞除去, 霧除去, ヘイズ除去
        es quitar la neblina
        de dunst entfernen
        fr désembuer

        effect sharpen finish 0.8
        en sharpen, |sharp|, sharp photo, sharp image, sharpened, sharper, sharpening, sharpness, deblur, unblur, de blur, remove blur, remove the blur, fix the blur, less blurry, not blurry
        en no blur, crisper, more clarity, fix blur, make it sharp, crisp
        zh 锐化, 去模糊, 更清晰, 变清晰, 清晰一点
        ja シャープ, シャープに, 鮮明に, くっきり, ぼけを除去, 鮮明
        es enfocar, más nítido, nitidez, nítido~
        de schärfen, schärfer, nachschärfen, schärfe
        fr plus net, netteté, affiner, plus nette

        effect upscale finish 0.8
        en upscale, upscaled, upscaling, upsample, super resolution, superresolution, enlarge, higher resolution, increase the resolution, increase resolution
        en upres, up res, more pixels
        zh 放大, 超分辨率, 提高分辨率, 超分
        ja 高解像度化, 超解像, 拡大, 解像度を上げ, アップスケール
        es aumentar la resolución, ampliar, mayor resolución
        de hochskalieren, höhere auflösung, auflösung erhöhen, vergrößern
        fr augmenter la résolution, agrandir

        effect detail finish 0.5
        en 4k, 8k, 16k, uhd, 8k uhd, 4k uhd, hd, full hd, ultra hd, high detail, highly detailed, ultra detailed, hyper detailed, hyperdetailed, detailed
        en insanely detailed, extremely detailed, very detailed, intricate, intricate details, sharp focus, tack sharp, high resolution, high res, hires, hi res
        en more detail, more details, detail, details, fine detail~, enhance, enhanced, enhancement, high definition, better quality, improve the quality
        en improve quality, improve, high quality, make it beautiful, make it better, make it look better, make it nicer, make it look good
        zh 高清, 超清, 细节, 高细节, 细节丰富, 画质, 超高清, 高分辨率, 增强
        ja 高精細, 高画質, 高解像度, 精細, 詳細, 細部
        es alta definición, muy detallado, detallado~, alta resolución, detalles, alta calidad, mejorar
        de hochauflösend~, detailreich~, detailliert~, hohe auflösung, details, hohe qualität, verbessern
        fr haute résolution, très détaillé, détaillé~, haute définition, détails, haute qualité, améliorer

        effect bokeh finish 0.7
        en bokeh, shallow depth of field, depth of field, blurred background, blur the background, blurry background, background blur, portrait mode
        en out of focus background, blur background, background blurred, soft background, tilt shift, shallow focus
        zh 背景虚化, 虚化, 虚化背景, 浅景深, 景深, 模糊背景, 背景模糊
        ja 背景をぼかし, ボケ, 背景ぼかし, 被写界深度, 浅い被写界深度, 玉ボケ
        es desenfoque, fondo desenfocado, fondo borroso, desenfocar el fondo, poca profundidad de campo
        de unscharfer hintergrund, hintergrund unscharf, verschwommener hintergrund, geringe tiefenschärfe
        fr arrière plan flou, fond flou, faible profondeur de champ, flou d'arrière plan

        effect extend-canvas geometry 0.8
        en outpaint, outpainting, extend the image, extend the canvas, extend the scene, extend the frame, extend the picture, extend the photo
        en extend the background, extend canvas, expand the image, expand the canvas, wider view, wider shot, wider frame, zoom out, zoom it out, uncrop
        zh 扩图, 扩展画面, 扩展画布, 扩展图片, 外扩
        ja 画像を広げ, キャンバスを広げ, 背景を広げ, ズームアウト, 画面を広げ
        es ampliar el lienzo, extender la imagen, extiende la imagen, alejar
        de leinwand erweitern, bild erweitern, herauszoomen
        fr étendre l'image, élargir le cadre, agrandir le cadre, dézoomer

        flaw noise denoise
        en noise, noisy, grain, jpeg artifacts, artifacts, compression artifacts
        zh 噪点, 噪声, 颗粒
        ja ノイズ, 粒状
        es ruido, grano
        de rauschen, bildrauschen
        fr bruit

        flaw blur sharpen
        en blur, blurry, blurriness, blurred, blurs
        zh 模糊
        ja ぼけ, ぼやけ
        es borroso~, desenfocado~
        de unscharf~, unschärfe, verschwommen~
        fr flou, floue, flous

        photographic
        en photorealistic, photo realistic, photorealism, hyperrealistic, hyper realistic, ultra realistic, ultrarealistic, photoreal
        en hyperrealism, realistic photo, realistic photograph, photographic, raw photo
        zh 照片级, 写实, 超写实, 真实感, 逼真
        ja 写実的, フォトリアル, リアルな写真, 実写, フォトリアリスティック
        es fotorrealista, hiperrealista, fotorrealismo
        de fotorealistisch~, hyperrealistisch~
        fr photoréaliste, hyperréaliste

        """
}
