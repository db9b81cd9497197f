extension Lexicon {
    /// Art media. ``Lexicon`` explains the notation.
    static let media = """
        effect watercolour medium 1
        en watercolor, watercolour, watercolors, watercolours, water color, water colour, watercolor painting, watercolour painting, aquarelle
        en watercolor style, watercolour style, watercolor sketch, watercolour sketch, gouache, wash painting
        zh 水彩, 水彩画, 水彩风格
        ja 水彩, 水彩画, 水彩画風, 水彩風
        es acuarela, acuarelas, pintura de acuarela
        de aquarell, aquarelle, aquarellmalerei, wasserfarben
        fr aquarelle, aquarelles, peinture à l'aquarelle

        effect oil medium 1
        en oil painting, oil paint, oil painted, oils, oil on canvas, impasto, impressionist, impressionism, impressionistic, van gogh, vincent van gogh
        en monet, painting, painterly, painted, acrylic painting, acrylic, renoir, rembrandt, renaissance painting, palette knife
        en starry night by van gogh, van gogh starry night, van gogh's starry night, oil painting in the style of van gogh, style of starry night
        zh 油画, 油画风格, 梵高, 莫奈, 印象派, 绘画
        ja 油絵, 油彩, ゴッホ, モネ, 印象派, 油絵風, 絵画, 絵画風
        es pintura al óleo, óleo, impresionista, al óleo, !cuadro, pintura
        de ölgemälde, ölmalerei, gemälde, impressionistisch~, oelgemaelde
        fr peinture à l'huile, impressionniste, peinture, !tableau, à l'huile

        effect pencil medium 1
        en pencil, pencils, pencil sketch, pencil drawing, graphite, charcoal, charcoal drawing, sketch, sketched, sketchy, drawing, drawn, crayon~
        en colored pencil~, coloured pencil~, hand drawn, pencil drawn
        zh 素描, 铅笔, 铅笔画, 炭笔, 速写, 手绘
        ja 鉛筆, 鉛筆画, スケッチ, デッサン, 素描, 木炭画, 手描き
        es lápiz, dibujo a lápiz, boceto, carboncillo, dibujo
        de bleistift, bleistiftzeichnung, skizze, kohlezeichnung, zeichnung
        fr crayon, dessin au crayon, croquis, fusain, esquisse, dessin

        effect ink medium 1
        en ink, ink drawing, ink painting, ink sketch, ink wash, pen and ink, line art, lineart, line drawing, sumi e, sumie, comic, comics, comic book
        en manga, woodcut, engraving, etching, linocut, black ink, pen drawing, chinese ink, graphic novel
        zh 水墨, 水墨画, 墨水画, 国画, 线稿, 漫画, 版画, 钢笔画, 中国画
        ja 水墨画, 墨絵, インク, ペン画, 漫画, マンガ, 線画, 水墨
        es tinta, dibujo a tinta, cómic, grabado, tinta china
        de tusche, !tinte, tuschezeichnung, comic, holzschnitt, federzeichnung, kupferstich
        fr encre, dessin à l'encre, encre de chine, bande dessinée, gravure

        effect anime medium 1
        en anime, animes, anime style, ghibli, studio ghibli, makoto shinkai, shinkai, cel shaded, cel shading, cell shaded, cartoon, cartoons, cartoonish
        en miyazaki, anime background, cartoony, toon
        zh 动漫, 动画, 吉卜力, 宫崎骏, 新海诚, 卡通, 二次元, 动漫风格, 日漫
        ja アニメ, アニメ風, ジブリ, ジブリ風, 新海誠, 宮崎駿, セル画, カートゥーン, アニメ調, ジブリ風のアニメ
        es anime, dibujos animados, caricatura
        de anime, zeichentrick, trickfilm
        fr dessin animé, animé japonais

        effect pointillism medium 1
        en pointillism, pointillist, pointillistic, seurat, stippling, stippled, stipple, divisionism, georges seurat
        zh 点彩, 点画, 点彩画
        ja 点描, 点描画, スーラ
        es puntillismo, puntillista
        de pointillismus, pointillistisch~
        fr pointillisme, pointilliste

        effect pixel-art medium 1
        en pixel art, pixelart, 8 bit, 8bit, 16 bit, 16bit, pixelated, pixelate, pixels, pixel style, retro game, pixel
        zh 像素, 像素画, 像素风, 像素艺术
        ja ピクセルアート, ドット絵, ドット, ピクセル
        es arte de píxeles, pixelado~
        de pixelkunst, pixelgrafik, verpixelt~
        fr pixelisé~, art pixel

        effect stained-glass medium 1
        en stained glass, stained glass window~, stainedglass, mosaic, tiffany glass, leaded glass
        zh 彩色玻璃, 彩绘玻璃, 马赛克, 彩窗
        ja ステンドグラス, モザイク
        es vidriera, vidrieras, vitral, mosaico
        de glasmalerei, buntglas, buntglasfenster, mosaik
        fr vitrail, vitraux, mosaïque

        effect woodblock medium 1
        en ukiyo e, ukiyoe, ukiyo, hokusai, hiroshige, woodblock, woodblock print~, wood block print~, japanese print, japanese woodblock print~
        zh 浮世绘, 木版画, 葛饰北斋
        ja 浮世絵, 木版画, 北斎, 広重, 錦絵, 浮世絵風
        es xilografía, estampa japonesa, grabado japonés
        de japanischer holzschnitt, farbholzschnitt
        fr estampe, estampe japonaise, gravure sur bois

        effect low-poly medium 1
        en low poly, lowpoly, low polygon, polygonal, low poly art
        zh 低多边形, 低面
        ja ローポリ, ポリゴン
        es baja poligonización, low poly
        de polygonal~
        fr polygones

        """
}
