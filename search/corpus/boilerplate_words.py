"""What web pages say of themselves: the vocabulary of menus, buttons, pleas, credits and teasers.

Collected by reading news, think-tank, government and blog pages for what they have in common; no site's own sentences.
All patterns are matched against single trimmed lines, without regard to case unless they say otherwise.
"""

# ruff: noqa: E501 (tables of patterns: a row a line)

from __future__ import annotations

import re

# Entries of menus and section labels. One alone may be a heading of the document's own.
MENU = frozenset(
    {
        "home", "menu", "sections", "search", "news", "latest", "latest news", "top stories", "breaking news", "headlines",
        "world", "politics", "business", "economy", "sport", "sports", "opinion", "opinions", "analysis", "commentary",
        "culture", "arts", "science", "technology", "tech", "health", "travel", "lifestyle", "style", "food", "video",
        "videos", "photos", "podcasts", "podcast", "newsletters", "newsletter", "topics", "regions", "countries", "events",
        "investigations", "profiles", "features", "reports", "publications", "experts", "blog", "blogs", "shop", "store",
        "jobs", "careers", "about", "about us", "contact", "contact us", "help", "faq", "more", "live", "weather",
        "research", "data", "media", "press", "projects", "programs", "resources", "archive", "archives", "multimedia",
        "english", "español", "français", "português", "deutsch", "en", "es", "fr", "editorial", "op-ed", "explainer",
    }
)  # fmt: skip

# Buttons and site business. One alone may still be a heading ("Print", "Comments").
BUTTONS = frozenset(
    {
        "share", "print", "email", "e-mail", "tweet", "pin", "like", "save", "bookmark", "listen", "follow", "facebook",
        "twitter", "x", "whatsapp", "linkedin", "instagram", "youtube", "reddit", "telegram", "pinterest", "flipboard",
        "copy link", "link copied", "rss", "subscribe", "subscribe now", "sign in", "sign up", "log in", "login",
        "register", "my account", "donate", "donate now", "support us", "close", "next", "previous", "comments", "comment",
        "gift this article", "gift article", "text size", "read more", "more", "show more", "see more", "load more",
        "view all", "see all", "back", "top", "go", "submit", "cancel", "ok", "skip", "toggle navigation", "full screen", "cookie policy", "cookie settings", "cookie preferences", "privacy policy", "privacy notice",
        "terms of use", "terms of service", "terms and conditions", "terms & conditions",
    }
)  # fmt: skip

# Never part of a document, wherever they stand.
ALWAYS = re.compile(
    r"""(?:
      advertis(?:e)?ments?|advert|sponsored(?:\ (?:content|post|by\ .{1,60}))?|promoted(?:\ content)?
    | (?:skip|jump)\ to\ (?:the\ )?(?:main\ |site\ )?(?:content|navigation|search|menu|comments?)|back\ to\ top|(?:article|story)\ continues\ (?:below|after).{0,60}
    | (?:click|tap)\ (?:here|to)\b.{0,120}|continue\ reading.{0,80}|load\ comments|view\ comments?
    | (?:share|social|icon|facebook|twitter|e-?mail|print|whatsapp|linkedin|copy\ link|tweet|save|pin|reddit|telegram)
      (?:[\ ,|/·•]+(?:share|social|icons?|facebook|twitter|x|e-?mail|print|whatsapp|linkedin|copy\ link|tweet|save|pin
      |reddit|telegram|button|on|via|this|by)){1,20}
    | share\ (?:this|on|via)\b.{0,50}|follow\ us\b.{0,80}|find\ us\ on\b.{0,60}|like\ us\ on\b.{0,60}
    | \d{1,3}[\ -]min(?:ute)?s?\ (?:read|listen|watch)|(?:estimated\ )?reading\ time:?\ .{1,30}|listen\ to\ (?:this|the)\ .{3,30}
    | (?:accept|reject|allow|decline|deny)(?:\ all|\ cookies|\ all\ cookies)|(?:manage|customi[sz]e)\ (?:cookies|preferences|consent|my\ choices).{0,30}
    | enter\ your\ e-?mail.{0,60}|your\ e-?mail(?:\ address)?.{0,40}|thank\ you\ for\ (?:subscribing|signing\ up).{0,60}
    | (?:already\ a\ )?(?:subscriber|member)\?.{0,60}|become\ a\ (?:member|subscriber|supporter|patron)\b.{0,80}
    | (?:our\ standards|the\ thomson\ reuters\ trust\ principles).{0,80}
    | \#\s*\#\s*\#|-\s?30\s?-|-{1,3}\s?ends?\s?-{1,3}|end\ of\ (?:press\ )?(?:release|article)
    | (?:for\ )?immediate\ release|for\ release:?\ immediate.{0,20}|media\ release
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# At the end of a page.
COPYRIGHT = re.compile(
    r".{0,80}\ball rights reserved\b.{0,120}|(?:copyright|©|\(c\))\s*(?:©\s*)?\d{4}\b.{0,120}", re.IGNORECASE
)

# Pointers to other pages: a label, a colon, a headline; or the label alone with a headline after it.
POINTER = re.compile(
    r"""(?:see\ also|also\ see|read\ more|read\ also|also\ read|read\ next|read\ now|up\ next|must\ read|don['’]t\ miss|related
    |related\ (?:articles?|stor(?:y|ies)|content|coverage|posts?|reading|links?|topics?|news)|recommended(?:\ (?:reading|for\ you))?
    |more\ (?:on\ this(?:\ (?:story|topic))?|from\ .{2,40}|stories|coverage|news)|you\ (?:may|might)\ also\ like|watch|watch\ now|in\ pictures
    |most\ (?:read|popular|viewed|shared)|editors?['’]?s?\ (?:picks?|choice)|trending(?:\ now)?)\s*(?::|\|\s|›|»|>|→)\s*(?-i:[^\sa-z|]).{0,200}
    |(?:read|view|see|download)\ (?:the\ )?(?:full|more|complete|original)\b.{0,80}
    |read\ more\b.{0,80}
    |(?:filed\ under|posted\ in|tagged(?:\ (?:with|as))?|tags|categories|labels)\s*:.{1,300}
    |(?:previous|next|older|newer)\ (?:post|article|story|entry)s?\b.{0,100}""",
    re.IGNORECASE | re.VERBOSE,
)

# Labels over a list of other pages: what follows them is teasers until prose begins again.
LIST_LABEL = re.compile(
    r"""(?:related(?:\ (?:articles?|stor(?:y|ies)|content|coverage|posts?|reading|links|topics|news|publications|items))?
    |see\ also|read\ (?:more|next|also)|also\ read|recommended(?:\ (?:reading|for\ you|stories|articles))?|you\ (?:may|might)\ also\ (?:like|be\ interested\ in)
    |more\ (?:from|in|on|by)\ .{2,50}|more\ (?:stories|news|articles|coverage|like\ this)|most\ (?:read|popular|viewed|shared|recent|commented)
    |(?:popular|recent|latest|featured)\ (?:posts?|articles?|stor(?:y|ies)|news|publications)|trending(?:\ (?:now|topics|stories))?
    |editors?['’]?s?\ (?:picks?|choice)|what\ to\ read\ next|up\ next|don['’]t\ miss|explore\ more|in\ case\ you\ missed\ it)\s*:?""",
    re.IGNORECASE | re.VERBOSE,
)

# Where a page's own tail begins, though the words may stand elsewhere too.
TAIL_LABEL = re.compile(
    r"(?:about (?:us|the (?:site|website|authors?)|[A-Z][\w&’'-]+(?: [A-Z][\w&’'-]+){0,4})|(?:\d{1,5}|no) (?:comments?|responses|repl(?:y|ies))\b.{0,60}"
    r"|(?:leave|post|write|add) a (?:comment|reply)|join the (?:conversation|discussion)|comments \(\d+\)|share your thoughts)",
    re.IGNORECASE,
)
# After these nothing of the document can follow: readers' comments, the end marks of press releases.
END_MARK = re.compile(
    r"(?:#\s*#\s*#|-\s?30\s?-|-{1,3}\s?ends?\s?-{1,3}|end of (?:press )?release|[1-9]\d{0,4} (?:comments?|responses|replies)\b.{0,60}|comments \([1-9]\d*\)|leave a (?:comment|reply)|join the conversation)",
    re.IGNORECASE,
)

# The first three characters, in lower case, of all that ALWAYS, POINTER, LIST_LABEL, TAIL_LABEL, CREDIT_LABEL,
# SOURCE_LINE, REPORTING and FULL_REPORT match, where it does not begin with a digit. Nine lines in ten begin otherwise
# and need not be tried; the tests hold this list to the patterns.
OPENINGS = frozenset(
    """abo acc add adv all alr als art bac bec cat cha cli com con cop cov cre cus dat dec den don dow edi ema end ent est
    exp fac fea fil fin fol for ful gra hea ico ill ima imm inf joi jum lab lat lea lik lin lis loa mai man map med mem
    mor mos mus new nex old ori our pho pic pin pop pos pre pri pro rea rec red rej rel rep sav see sha ski soc sou spo
    sto sub tab tag tap tel tha the top tra tre twe twi vid vie wat wha wit wri you (ad (ch (co (cr (ed (fe (gr (he (il
    (im (in (le (ma (ph (pi (re (to (tr (vi (wi (wr ### --- --e -30 -en e-m""".split()  # noqa: SIM905
) | {"in ", "no ", "up ", "- 3", "- e", "-- ", "#  ", "# #", "## ", "-\t3", "-\te", "--\t", "# \t", "#\t ", "#\t\t",
     "#\t#", "##\t"}  # fmt: skip

# One of these stands in every label over a press office's contacts (see CONTACT in furniture_lines).
CONTACT_CUES = ("contact", "inquiries", "enquiries", "office", "information")

# Pleas and notices: a word that gives a line away (a plain search, so it is cheap) → what the line must look like.
PLEAS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (cue, re.compile(pattern, re.IGNORECASE))
    for cue, pattern in (
        ("helpful", r"\b(?:was|did you find|is) this (?:content|article|page|information|answer|story|post)\b.{0,20}\bhelpful\b"),
        ("useful", r"\b(?:was|did you find|is) this (?:content|article|page|information|answer|story|post)\b.{0,20}\buseful\b"),
        ("click here", r"^.{0,250}$"),
        ("your thoughts", r"^(?:what are|tell us|share|send us) your thoughts\b"),
        ("your comments", r"\b(?:send|leave|share|post)\b.{0,40}\byour comments\b"),
        ("your feedback", r"\b(?:send|leave|share|give)\b.{0,40}\byour feedback\b"),
        ("newsletter", r"^(?:please )?(?:sign up|subscribe|register|join|get|receive)\b|(?:^|[.!?] )(?:please )?(?:sign up|subscribe)\b.{0,40}\bnewsletter"),
        ("inbox", r"\b(?:in|to) your (?:e-?mail )?inbox\b"),
        ("subscri", r"^(?:please )?(?:subscribe|to (?:read|continue|access)|get unlimited|start your|this (?:content|article) is (?:only )?for)\b"),
        ("trial", r"^(?:request|start|get|try|begin|claim|take)\b.{0,60}\btrial\b"),
        ("demo", r"^(?:request|book|get|schedule)\b.{0,40}\bdemo\b"),
        ("log in", r"^(?:please )?(?:log in|sign in) (?:to|or)\b"),
        ("donat", r"^(?:please |help us )?(?:donate|make a donation|consider (?:donating|a donation)|support (?:us|our|independent|quality))\b|\byour donation\b"),
        ("support our", r"\bsupport our (?:work|journalism|reporting|mission|newsroom)\b"),
        ("support independent", r"\bsupport independent (?:journalism|media|reporting|news)\b"),
        ("need resources", r"\bwe (?:want|need|strive|aim)\b.*\bwe need resources\b"),
        ("need your", r"\bwe need your (?:help|support|contribution|donation)"),
        ("cookies", r"\bwe (?:and our partners |also )?use (?:[\w-]+ ){0,3}cookies\b|\b(?:this|our) (?:web)?site (?:uses|requires) (?:[\w-]+ ){0,3}cookies|\bby (?:continuing|clicking|using)\b.{0,120}\bcookies\b|\baccept\b.{0,30}\bcookies\b"),
        ("javascript", r"\bplease (?:enable|turn on)\b|\b(?:enable|requires?) javascript\b.{0,40}\b(?:browser|site|view|page)\b|\bjavascript (?:is|seems|must be|needs)\b.{0,20}\b(?:disabled|enabled|required)\b"),
        ("creative commons", r"\b(?:this (?:work|article|content|story|piece|site|website)|our (?:work|articles|content|stories|reporting)|you (?:may|can|are free))\b.*"),
        ("republish", r"\b(?:republish|republication of) (?:this|our|these|the) (?:article|articles|content|story|stories|work|piece|material)"),
        ("distribute our", r"\b(?:copy|share|reproduce|republish)\b.{0,30}\bdistribute our\b"),
        ("unsubscribe", r"\bunsubscribe (?:at any time|any ?time|here|whenever)\b"),
        ("send us an email", r"."),
        ("email us at", r"."),
        ("download our app", r"."),
        ("download the app", r"^download\b"),
        ("follow us on", r"."),
        ("on whatsapp", r"^(?:follow|join|get|share|contact|send)\b"),
        ("on facebook", r"^(?:follow|join|like|share|find)\b"),
        ("on twitter", r"^(?:follow|join|share|find)\b"),
        ("on instagram", r"^(?:follow|join|share|find)\b"),
        ("recaptcha", r"\bprotected by recaptcha\b"),
        ("views expressed", r"\bviews expressed\b.*\b(?:do not|not necessarily|are (?:those|the author)|own)\b"),
    )
)  # fmt: skip

# Who made a picture or a report. Agencies and libraries of pictures; any of them after a name is a credit.
AGENCY_WORDS = ("Getty", "REUTERS", "Reuters", "AFP", "AP", "EPA", "Shutterstock", "iStock", "Alamy", "Wikimedia", "Flickr",
    "Xinhua", "Anadolu", "Cuartoscuro", "Bloomberg", "Unsplash", "Pexels", "Handout", "HANDOUT", "EFE", "Pixabay", "Adobe")  # fmt: skip
AGENCY = re.compile(
    r"(?:Getty Images|Getty|REUTERS|Reuters|AFP|AP(?: Photos?| Images?)?|EPA(?:-EFE)?|EFE|Shutterstock(?:\.com)?|iStock(?:photo)?|Alamy(?: Stock Photo)?"
    r"|Wikimedia(?: Commons)?|Flickr|Xinhua|Anadolu(?: Agency| Images)?|NurPhoto|Cuartoscuro|Bloomberg|Unsplash|Pexels|Pixabay"
    r"|Adobe Stock|Corbis|Magnum(?: Photos)?|Polaris|Sipa(?: USA)?|ZUMA(?: Press| Wire)?|PA(?: Images| Wire| Media)?|dpa|ANSA|TASS|CC BY[\w .-]{0,20})"
)  # fmt: skip
# A label before a maker: "Photo: …", "Credit: …".
CREDIT_LABEL = re.compile(
    r"\(?(?:(?:featured |main |top |header |lead )?(?:photo(?:graph)?|image|picture|pic|illustration|graphic|infographic|map|chart|video|cover)s?"
    r"(?: credits?| courtesy(?: of)?| by| source)?\s*[:|]|(?:photo(?:graph)?s?|images?|pictures?|illustrations?|videos?) (?:by|courtesy of)\b|credits?\s*:)\s*\S",
    re.IGNORECASE,
)
# A chart's or table's source, on a line of its own.
SOURCE_LINE = re.compile(r"(?:Sources?|SOURCES?|(?:Data|Chart|Table|Graphic)(?: source| by)?)\s*:\s*[^\sa-z].{1,120}")
# An agency's production note.
REPORTING = re.compile(
    r"\(?(?:additional )?(?:reporting|writing|compiled|edited|editing|translated|with reporting|with files|with additional reporting) (?:by|from)\b.{3,400}",
    re.IGNORECASE,
)

# Verbs of headlines, as they are written in them: a headline in title case without one is a heading.
HEADLINE_VERBS = frozenset(
    re.findall(
        r"\w+",
        """is are was were has have had will would could may can must should says say said tells told asks asked calls called
    warns warned urges urged vows vowed claims claimed denies denied admits admitted accuses accused blames blamed reveals
    revealed finds found shows showed sees saw hits hit kills killed dies died shoots shot arrests arrested detains detained
    charges charged jails jailed sentences sentenced convicts convicted indicts indicted extradites extradited releases
    released frees freed raids raided seizes seized captures captured catches caught escapes escaped flees fled faces faced
    wants wanted needs needed gets got takes took makes made gives gave goes went comes came leaves left returns returned
    wins won loses lost beats beat leads led starts started begins began ends ended opens opened closes closed launches
    launched plans planned decides decided agrees agreed rejects rejected refuses refused approves approved passes passed
    bans banned blocks blocked halts halted stops stopped keeps kept holds held pushes pushed pulls pulled drops dropped
    raises raised rises rose falls fell grows grew surges surged slams slammed defends defended backs backed meets met
    visits visited signs signed sends sent sues sued quits quit resigns resigned fires fired hires hired names named
    helps helped hopes hoped fears feared threatens threatened targets targeted attacks attacked strikes struck seeks sought
    becomes became turns turned moves moved breaks broke joins joined offers offered orders ordered reports reported
    reaches reached sparks sparked suspends suspended votes voted receives received draws drew continues continued""",
    )
)  # fmt: skip
