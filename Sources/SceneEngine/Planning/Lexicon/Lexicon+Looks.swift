extension Lexicon {
    /// Moods and looks. ``Lexicon`` explains the notation.
    static let looks = """
        effect mystical mood 0.6
        en mystic, mystical, mysterious, ethereal, magic, magical, magically, dreamy, dream, dreamlike, enchanted, enchanting, fairytale
        en fairy tale, fantasy, serene, otherworldly, surreal, whimsical, dreamscape, fairy
        zh 神秘, 梦幻, 奇幻, 魔法, 童话, 仙境, 空灵, 梦境
        ja 神秘的, 幻想的, 夢のような, 魔法, ファンタジー, おとぎ話, 幻想
        es místico~, mágico~, etéreo~, onírico~, encantado~, de ensueño, fantasía, misterioso~
        de mystisch~, magisch~, märchenhaft~, verträumt~, traumhaft~, verzaubert~, geheimnisvoll~
        fr mystique, mystiques, magique, magiques, féerique, féeriques, onirique, enchanté~, mystérieux, mystérieuse

        effect cinematic look 0.6
        en cinematic, cinematically, film still, movie still, movie, blockbuster, teal and orange, epic, dramatic, dramatic lighting, drama
        en hollywood, cinematography, cinema, filmic, movie scene, movie look, dramatic light, film scene
        zh 电影感, 电影, 电影级, 史诗, 戏剧性, 大片
        ja 映画風, 映画のような, シネマティック, 映画的, ドラマチック, 劇的
        es cinematográfico~, cinemático~, dramático~, épico~, de película, cine
        de filmisch~, kinoreif~, dramatisch~, episch~, cineastisch~, kino
        fr cinématographique, cinématographiques, dramatique, dramatiques, épique, cinéma

        effect film look 0.6
        en film photo, film photograph, film photography, film grain, film look, analog film, analogue film, analog, analogue, 35mm, 35 mm
        en 35mm film, 35mm film photo, 35mm photo, kodak, portra, kodak portra, kodachrome, fujifilm, fuji film, lomography, lomo, grainy, grainy film
        zh 胶片, 胶片感, 胶卷, 柯达, 富士胶片
        ja フィルム, フィルム写真, フィルム風, フィルムカメラ
        es película analógica, fotografía analógica, analógico~, grano de película
        de analogfilm, analogfoto~, analog~, filmkorn
        fr argentique, pellicule, photo argentique, grain argentique

        effect vintage look 0.8
        en vintage, retro, nostalgic, nostalgia, polaroid, 1950s, 1960s, 1970s, 1980s, 50s, 60s, 70s, 80s, faded, faded photo, old photo
        en old photograph, old photographs, old fashioned photo, antique photo, aged photo, old time, old timey, old timey photo, faded colors, faded colours
        zh 复古, 怀旧, 老照片, 年代感, 旧照片, 宝丽来
        ja レトロ, ビンテージ, ヴィンテージ, 古い写真, 懐かしい, ノスタルジック, 昭和
        es foto antigua, retro, nostálgico~, fotografía antigua
        de nostalgisch~, altes foto, retro, alte fotografie
        fr rétro, vieille photo, nostalgique, photo ancienne, ancienne photo

        words vintage+sepia
        en old sepia photograph, old sepia photo, old sepia picture

        words vintage+film
        en faded film photograph, vintage film, old film, old film photo
        words vintage+black-and-white
        en old black and white photograph, old black and white photo, vintage black and white

        effect noir look 0.9 excludes vivid
        en noir, film noir, noir style, neo noir
        zh 黑色电影
        ja フィルムノワール, ノワール
        es cine negro
        de film noir
        fr film noir

        effect black-and-white look 0.9 excludes vivid
        en black and white, black n white, black white, monochrome, monochromatic, b and w, bw, grayscale, greyscale, gray scale, grey scale
        en remove the color, remove the colors, remove the colour, remove the colours, remove all color, remove all colour, remove color, remove colour
        en without color, without colour, no color, no colour, no colors, no colours, ansel adams, colorless, colourless
        zh 黑白, 单色, 灰度, 黑白照片
        ja 白黒, モノクロ, モノクローム, グレースケール
        es blanco y negro, monocromo~, monocromático~, escala de grises
        de schwarzweiß, schwarz weiß, monochrom~, graustufen
        fr noir et blanc, monochrome, niveaux de gris

        effect sepia look 0.9 excludes vivid black-and-white
        en sepia, daguerreotype, tintype, sepia tone, sepia toned
        zh 棕褐色, 褐色调
        ja セピア, セピア色
        es sepia
        de sepia
        fr sépia

        effect pastel look 0.7
        en pastel, pastels, pastel colors, pastel colours, soft colors, soft colours, wes anderson, candy colors, candy colours, pastel tones
        zh 粉彩, 马卡龙, 柔和色彩, 粉色系, 淡彩
        ja パステル, パステルカラー, パステル調, 淡い色
        es colores pastel, colores suaves, tonos suaves, tonos pastel, pastel
        de pastellfarben, pastell, pastelltöne~, zarte farben
        fr couleurs pastel, tons pastel

        effect cyberpunk look 0.9 darksky
        en cyberpunk, cyber punk, blade runner, bladerunner, synthwave, vaporwave, futuristic city, outrun
        zh 赛博朋克, 蒸汽波
        ja サイバーパンク, ブレードランナー
        es ciberpunk
        de cyberpunkig~
        fr cyberpunk

        effect hdr look 0.6
        en hdr, high dynamic range, more dynamic range
        zh 高动态范围
        ja ハイダイナミックレンジ
        es alto rango dinámico
        de hoher dynamikumfang
        fr grande plage dynamique

        effect warm look 0.5
        en warm, warmer, warmth, cozy, cosy, romantic, warm light, warm lighting, warm tones, warm colors, warm colours, warmer tones, warm it up, warm up, golden tones
        zh 温暖, 暖色调, 暖色, 温馨, 浪漫, 暖调
        ja 暖かい, 温かい, 暖色, 暖かみ, ロマンチック, 暖色系
        es cálido~, acogedor, acogedora, romántico~, más cálido
        de warm~, wärmer, warme farben, gemütlich~, romantisch~
        fr chaud~, chaleureux, chaleureuse, romantique, tons chauds

        words warm+soft-light
        en romantic

        effect cool look 0.5
        en cooler, cool tone~, cool blue, cool blue tones, cool light, cool colors, cool colours, cold, colder, chilly, icy blue, blue tone~
        en blue tint, cold tones, cold light, bluish, cool palette, cool color grade, cool temperature
        zh 冷色调, 冷色, 寒冷, 冷调, 清冷
        ja 寒色, 寒い, 冷たい, クールな色調, 青みがかった
        es frío~, tonos fríos, tonos azules
        de kalt~, kälter, kühl~, kühle farben, kalte farben
        fr froid~, tons froids, tons bleus

        effect vivid look 0.5 opposite muted
        en vivid, vividly, vibrant, vibrance, colorful, colourful, saturated, saturation, punchy, more color, more colour, more colors, more colours
        en more colorful, more colourful, make it pop, pop, richer colors, richer colours, rich colors, rich colours, bold colors, bold colours
        en colors pop, colours pop, vibrant colors, vibrant colours, enhance colors, enhance the colors, enhance colours, enhance the colours, boost colors, boost the colors
        en boost colours, boost the colours, boost saturation, boost the saturation, saturate, colors pop, make the colors pop, make the colours pop
        en oversaturated, over saturated, overly saturated, vivid colors, vivid colours, bright colors, bright colours
        zh 鲜艳, 饱和, 色彩丰富, 艳丽, 生动, 高饱和
        ja 鮮やか, 鮮やかな色, カラフル, 彩度を上げ, ビビッド, 色鮮やか
        es vívido~, vibrante, vibrantes, colorido~, colores vivos, saturado~
        de lebendig~, farbenfroh~, kräftige farben, !bunt~, gesättigt~, leuchtende farben
        fr vif, vifs, vive, vives, !coloré~, couleurs vives, éclatant~, saturé~

        effect muted look 0.5
        en muted, muted colors, muted colours, desaturated, desaturate, washed out, matte, subdued, subdued colors, bleached, dull colors, dull colours
        zh 低饱和, 褪色, 柔和色调, 去饱和
        ja くすんだ, 彩度を下げ, 落ち着いた色, 低彩度
        es apagado~, desaturado~, colores apagados
        de entsättigt~, gedämpft~, gedeckte farben, matte farben
        fr désaturé~, atténué~, couleurs ternes

        effect contrast look 0.6 opposite muted
        en contrast, contrasty, high contrast, more contrast, stronger contrast
        zh 对比度, 高对比度, 对比强烈, 高对比
        ja コントラスト, 高コントラスト, コントラストを上げ
        es contraste, alto contraste, contrastado~
        de kontrast, kontraste, kontrastreich~, hoher kontrast
        fr contraste, contrastes, contrasté~

        effect dark look 0.5 rival bright
        en dark, darker, darken, moody, moodier, gloomy, gloom, low key, spooky, eerie, haunted, creepy, sinister, melancholic, brooding, darkness, pitch black, pitch dark
        en horror
        zh 黑暗, 阴暗, 昏暗, 更暗, 变暗, 调暗, 忧郁, 恐怖, 压抑, 阴森
        ja 暗, 暗い, 暗く, ダーク, 陰鬱, 不気味, 薄暗い, ホラー
        es oscuro~, más oscuro, sombrío~, tenebroso~, oscurecer
        de dunkel, dunkle~, dunkler, !düster~, abdunkeln, gruselig~, unheimlich~
        fr sombre, sombres, plus sombre, assombrir, lugubre, obscur~, ténébreux

        words fog+dark
        en spooky, eerie, haunted
        words night+fog+dark
        en halloween, spooky halloween night, halloween night
        zh 万圣节
        ja ハロウィン

        effect bright look 0.5 rival dark
        en bright, brighter, brighten, brightness, airy, high key, luminous, lighter, lighten, lighten up, more light, light and airy, brighten up
        en better lighting, better light, well lit, improve the lighting, improve lighting, fix the lighting, more exposure
        zh 明亮, 更亮, 变亮, 调亮, 提亮, 亮一点, 光亮
        ja 明る, 明るい, 明るく, 明るめ, 明るさを上げ
        es brillante, brillantes, luminoso~, más claro, más luminoso, aclarar, más luz
        de heller, aufhellen, hell erleuchtet, leuchtend~, !hell, !helle, !helles
        fr lumineux, lumineuse, plus clair, plus lumineux, éclaircir, !clair~, brillant~

        effect soft-light look 0.5
        en soft light, soft lighting, softly lit, diffused light, diffuse light, soft glow, bloom, bloom effect, dreamy glow, orton effect, soft focus
        en soft warm light, soft natural light, soft shadows
        zh 柔光, 柔和的光线, 柔和光线
        ja 柔らかい光, やわらかい光, ソフトライト, 柔らかな光
        es luz suave, luz difusa
        de weiches licht, sanftes licht, weichem licht
        fr lumière douce, lumière diffuse

        """
}
