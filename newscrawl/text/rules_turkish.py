"""The lines of Turkish pages that are no part of an article."""

from typing import Final

from newscrawl.text import bylines
from newscrawl.text.rules import Rule, phrases

_NAME: Final = r"[A-ZÇĞİÖŞÜÂ][\w.'’-]*(?: [A-ZÇĞİÖŞÜÂ][\w.'’-]*){1,3}"
_MONTH: Final = "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık"
_DAY: Final = rf"\d{{1,2}}(?:[./]\d{{1,2}}[./]| (?:{_MONTH}) )\d{{4}}"
_DATED: Final = (
    "(?:Haber )?Giriş|(?:Haber )?(?:Son )?Güncelle(?:me|nme)|Oluştur(?:ul)?ma|Yay[ıi]n(?:lanma|lama)?"
    "|Yayımlanma|Eklenme|Kayıt"
)
_GOOGLE: Final = "Google(?: News| Haberler)?(?:['’]?[dt][ae]n?)?"

RULES: Final = (
    Rule(
        "related",
        "tr",
        "a headline link put between two paragraphs of the article",
        starts=phrases("""
            İlgili Haber | Bunu da okuyun | Ayrıca okuyun | Ayrıca bakınız | Bakmadan Geçme
            Haberin devamı için | Haberle ilgili daha fazlası | Detaylar için tıklayın
            Haberin detayları için tıklayın | Haberi okumak için tıklayın | Daha fazlası için tıklayın
            Daha fazlası için tıklayınız | Devamını oku
        """),
        within=25,
    ),
    Rule(
        "related",
        "tr",
        "the heading of a list of other articles",
        lines=phrases("""
            İlgili Haberler | İlgili Konular | Benzer Haberler | Diğer Haberler | Öne Çıkan Haberler
            Öne Çıkanlar | Günün Öne Çıkan Haberleri | Günün Önemli Manşetleri | Son Dakika Haberleri
            Çok Okunanlar | En Çok Okunanlar | En Çok Okunan Haberler | İlginizi çekebilir
            Sıradaki Haber | Sizin için seçtiklerimiz | Önerilen Haberler | Önerilen Video
            Popüler Haberler | Bunları da beğenebilirsiniz | Etiketler | Görüntü Dökümü | Haber Videosu
            Haber Videos
        """),
        starts=phrases("Bunlar da ilginizi çekebilir | Bu haberler de ilginizi çekebilir | Bunlar ilginizi çekebilir"),
        action="block",
    ),
    Rule(
        "tags",
        "tr",
        "the list of keywords, and the headlines under it",
        pattern=r"(?:Etiket(?:ler)?|Anahtar Kelimeler)\s*:.*",
        within=40,
        action="block",
    ),
    Rule(
        "comments",
        "tr",
        "the comment form, and what follows it",
        lines=phrases("""
            Yorum yap | Yorum yaz | Yorumlar | Yorum ekle | Yorum gönder | Yorumunuzu yazın
            Yorum Yazma Kuralları | Bir yanıt yazın | Bir cevap yazın | Tüm yorumlar | İlk yorumu sen yap
            İlk yorumu siz yapın
        """),
        starts=phrases("""
            E-posta adresiniz yayınlanmayacak | E-posta hesabınız yayımlanmayacak | Yorum yapabilmek için
        """),
        pattern=r"Yorumlar\s*\(?\s*\d+\s*\)?",
        within=16,
        action="rest",
    ),
    Rule(
        "cookies",
        "tr",
        "consent and privacy notices",
        starts=phrases("""
            Web sitemizde çerez | Web sitemizdeki çerez | Sitemizde çerez | Bu sitede çerez
            Bu site çerez | Bu web sitesi çerez | Bu internet sitesinde çerez | İnternet sitemizde çerez
            Kişisel Verilerin Korunması | Çerez Politikası | Çerez Tercihleri
            Çerez Tercihlerinin | Web sitemizdeki çerezleri
            Sitemizde çerezler | Bu sitede çerezler | Bu internet sitesinde çerezler
            Web sitemizde çerezler | İnternet sitemizde çerezler | Sizlere daha iyi hizmet sunabilmek
            Size daha iyi hizmet sunabilmek
        """),
        within=90,
    ),
    Rule(
        "subscribe",
        "tr",
        "calls to follow, to subscribe, to install",
        starts=phrases("""
            Haberlerimizi Google | Bizi Google News | Google News'te takip | Google News'te bizi takip
            Google Haberler'de takip
            Google News'e abone | Bizi takip edin | Bizi sosyal medyada | E-bültenimize abone
            E-bültene abone | Bültenimize abone | Haber bültenimize | WhatsApp kanalımız
            WhatsApp kanalımıza | Telegram kanalımız | Telegram kanalımıza | YouTube kanalımıza
        """),
        pattern=r".{0,100}(?:uygulamas[ıi]n[ıi] (?:ücretsiz )?indirin|uygulamam[ıi]z[ıi] indirin"
        rf"|abone ol(?:un|mak için tıklayın)?|haberdar olun|{_GOOGLE} takip (?:et|edin))\s*[.!]?",
        within=16,
    ),
    Rule(
        "agency-notice",
        "tr",
        "what an agency, or an outlet about its agencies, says below each report",
        starts=phrases("""
            Anadolu Ajansı web sitesinde AA Haber Akış Sistemi | Abonelik için lütfen | Abonelik İşlemleri
            Burada yer alan yatırım bilgi | Anadolu Ajansı DHA İHA tarafından
            Anadolu Ajansı İHA DHA tarafından
        """),
        pattern=r"[^.]*özetlenerek yay[ıi][mn]lanmaktadır\.?",
        within=90,
    ),
    Rule(
        "picture",
        "tr",
        "labels and credits of pictures; a credit for the text reads otherwise",
        lines=phrases("Foto Galeri | Fotoğraf Galerisi"),
        pattern=r"(?:Foto(?:ğraf)?(?:lar)?|Görsel|Kamera|Görüntü)(?: kaynağı)?\s*[:,/|][^()]{2,80}",
        within=14,
    ),
    Rule(
        "wire-slug",
        "tr",
        "marks of an agency for its editors",
        lines=phrases("FOTOĞRAFLI | GÖRÜNTÜLÜ | FOTOĞRAFLI GÖRÜNTÜLÜ"),
    ),
    Rule(
        "advertisement",
        "tr",
        "the label of a banner",
        lines=phrases("REKLAM | REKLAMLAR | Sponsorlu | Sponsorlu İçerik | Advertorial"),
    ),
    Rule(
        "dated",
        "tr",
        "when the page was published or changed: the date is a field of its own",
        lines=phrases("Son Güncelleme | Güncelleme Tarihi | Giriş Tarihi"),
        pattern=rf"(?:{_DATED})(?: Tarihi| Zamanı| Saati)?\s*:?\s?[^?!]{{0,60}}"
        rf"(?:\d{{4}}|\d{{1,2}}[:.]\d{{2}})[^\d?!]{{0,12}}"
        rf"|{_DAY},?(?: \w{{4,9}})?\s*[-–|,]?\s*\d{{1,2}}[:.]\d{{2}}",
        within=14,
    ),
    Rule(
        "dated",
        "tr",
        "a day alone above the text; below, it may head a chapter of a chronicle",
        pattern=rf"{_DAY}(?:,? \w{{4,9}})?",
        first=3,
    ),
    Rule(
        "byline",
        "tr",
        "who wrote it: cleaning gives it to the authors",
        pattern=rf"(?:{bylines.TURKISH})\s*:\s*(?-i:{_NAME}(?:(?: ?[,/&–-] ?| ve ){_NAME}){{0,3}})",
        within=14,
    ),
    Rule(
        "counter",
        "tr",
        "how often a page was read, shared, commented",
        pattern=r"(?:Bu haber )?\d[\d.,]*\s*(?:bin|mn|[KM])?\s*(?:görüntüle(?:n)?me|okunma|okundu|kez okundu"
        r"|kişi okudu|paylaşım|yorum|beğeni|izlenme)"
        r"|(?:Okunma|Görüntülenme|Paylaşım|Yorum)(?: sayısı)?\s*:\s*[\d.,KMB]+",
    ),
    Rule(
        "furniture",
        "tr",
        "buttons and legal lines of the page",
        lines=phrases("""
            Haberin Devamı | Haberi Paylaş | Bu haberi paylaşın | Bu haberi paylaş | Şurada Paylaş
            Haberi Görüntüle | Haberi Kaydet | Linki Kopyala | Yazdır | Daha fazla göster | Tümünü gör
            Ana içeriğe atla | Sayfa yükleniyor | Abone ol | Takip et | Yukarı çık | Sayfa Başı
            Yazı Boyutu | Uygulamayı indir | Facebook'ta paylaş | Twitter'da paylaş | WhatsApp'ta paylaş
            Bu içerik size faydalı oldu mu | Diğer haberler için tıklayın | Kullanım Koşulları | Gizlilik Politikası
        """),
        pattern=r"[^.]{0,60}tüm hakları saklıdır.{0,40}|.{0,60}kaynak gösterilmeden alıntı yapılamaz\.?",
        within=16,
    ),
)
