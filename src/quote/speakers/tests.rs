//! One table for each phenomenon: a piece of news, and who is said to have said what.

use super::context::context;
use crate::{Article, Language, ParseOptions, Quotes, SentenceId, SpeakerKind, find_quotes, parse, parse_text};

fn read(text: &str) -> (Article, Quotes) {
    let article = parse_text(text);
    let quotes = find_quotes(&article);
    (article, quotes)
}

/// Name of the speaker of the quote that holds the words; `-` when unknown, `?` when there is no such quote.
fn speaker_of(text: &str, words: &str) -> String {
    let (article, quotes) = read(text);
    let found = quotes.iter().find(|quote| quote.text(&article).contains(words));
    found.map_or("?", |quote| quote.speaker_name().unwrap_or("-")).to_owned()
}

#[track_caller]
fn speakers(cases: &[(&str, &str, &str)]) {
    for (text, words, expected) in cases {
        assert_eq!(speaker_of(text, words), *expected, "{words:?} in {text:?}");
    }
}

#[test]
fn surnames_stand_for_full_names() {
    speakers(&[
        (
            "The mayor of Port Ellis, Mara Okafor, opened the harbour.\n\n“We have eleven winters left,” Okafor said.",
            "eleven winters",
            "Mara Okafor",
        ),
        (
            "Okafor warns of storms\n\n“We have eleven winters left,” said Okafor on Monday.\n\nMara Okafor has been the harbour engineer since 2011.",
            "eleven winters",
            "Mara Okafor",
        ),
        (
            "Wang Lihua chairs the board of the bank.\n\n“Trade will recover in the spring,” Wang said at the meeting.",
            "Trade will recover",
            "Wang Lihua",
        ),
        (
            "Prime Minister Theresa May lost the vote.\n\n“I have listened to the House,” May said.",
            "listened",
            "Theresa May",
        ),
        ("Witness Robert Major was in court.\n\n“I did not see the sign,” Major said.", "did not see", "Robert Major"),
    ]);
}

#[test]
fn who_was_introduced_or_has_just_spoken_goes_on() {
    speakers(&[
        // an age tells of somebody who is going to speak
        (
            "Doug Purdy lost 16 pounds.\n\n“I feel great,” Purdy says. The plan also helped Northgate accountant Babak Farin, 50. “It \
             was a habit,” he says.",
            "a habit",
            "Babak Farin",
        ),
        // called by party and state
        (
            "Senate Majority Leader Mitch Connolly blamed “far-left activists” for it.\n\n“They turned on these students,” the \
             Kentucky Republican said.",
            "turned on",
            "Mitch Connolly",
        ),
        // a body's name with "and": one speaks
        (
            "“It is exciting,” says Heart and Stroke senior manager Erin Kim, who leads the project.",
            "exciting",
            "Erin Kim",
        ),
        // the time of an entry is no part of who says it
        ("18:42 Fire service says the fire is out and nobody is hurt.", "fire is out", "Fire service"),
    ]);
    // une habitante is she
    let text = "Le conseil vote\n\n« C’est une question de temps », dit une habitante. Le maire est parti. « Nous avons peur », \
                explique-t-elle.";
    let article = parse(text.to_owned(), &ParseOptions::new().language(Language::French));
    let quotes = find_quotes(&article);
    let last = quotes.iter().last().and_then(|quote| quote.speaker_name().map(str::to_owned));
    assert_eq!(last.as_deref(), Some("habitante"));
}

#[test]
fn where_somebody_works_is_no_part_of_the_name() {
    let text = "Prof Helen Marsh of Durham University, who studies mine water, said the pumps might need four more days. She added that the men could have reached the upper gallery.";
    speakers(&[(text, "pumps might", "Helen Marsh"), (text, "upper gallery", "Helen Marsh")]);
}

#[test]
fn kin_without_their_owner_are_no_titles() {
    let text = "“They told us nothing,” said Joan Pugh, whose son Gareth is among the missing.\n\nHer husband, Alun, a miner for 31 years, was blunter. “Nobody listened,” he said.\n\n“We will sue,” said Mara Pugh, Gareth's sister.";
    let (_, quotes) = read(text);
    let titles: Vec<_> = quotes.speakers().iter().map(|speaker| speaker.title.as_deref()).collect();
    assert_eq!(titles, [None, None, Some("Gareth's sister")]);
}

#[test]
fn titles_before_a_name() {
    let cases = [
        (
            "Lead engineer Dr Amrit Sandhu, from Holloway Marine, said the iron was gone.",
            "Amrit Sandhu",
            "Lead engineer",
        ),
        ("Retired teacher Bob Flint, 71, said: “I have never seen that.”", "Bob Flint", "Retired teacher"),
        (
            "Acting Homeland Security Secretary Chad Bell said the border was “secure.”",
            "Chad Bell",
            "Acting Homeland Security Secretary",
        ),
        ("“This is a crime,” said Mayor-elect Tomas Vega.", "Tomas Vega", "Mayor-elect"),
        ("Mum-of-two Gemma Hart, from Hull, said: “I was in tears.”", "Gemma Hart", "Mum-of-two"),
        ("Co-founder and CEO Dara Oye said: “We grew.”", "Dara Oye", "Co-founder and CEO"),
        ("Det Con Priya Nair, of Northern Police, said: “It usually is.”", "Priya Nair", "Det Con"),
        ("DCI Mark Reed said: “We are keeping an open mind.”", "Mark Reed", "DCI"),
        ("Striker Lee Park said: “I should have scored.”", "Lee Park", "Striker"),
    ];
    for (text, name, title) in cases {
        let (_, quotes) = read(text);
        let speaker = quotes.speakers().first().unwrap_or_else(|| panic!("nobody in {text:?}"));
        let found = (speaker.name.as_str(), speaker.title.as_deref(), speaker.kind);
        assert_eq!(found, (name, Some(title), SpeakerKind::Person), "{text:?}");
    }
}

#[test]
fn names_and_titles_of_other_languages() {
    use Language::{Dutch, French, German, Italian, Portuguese, Spanish};
    let cases = [
        (
            German,
            "Der Rest folgt, wie Kämmerer Jens Ohlendorf am Rande der Sitzung erklärte.",
            "Jens Ohlendorf",
            "Kämmerer",
        ),
        (
            German,
            "Verkehrsministerin Lena Brandt (SPD) sagte dem Sender, die Bahn müsse „mehr tun“.",
            "Lena Brandt",
            "Verkehrsministerin",
        ),
        (
            German,
            "Karl Auer, Sprecher des Ministeriums, sagte, die Brücke bleibe gesperrt.",
            "Karl Auer",
            "Sprecher des Ministeriums",
        ),
        (French, "Selon le maire, Jean-Luc Faure, la ville garantira le loyer.", "Jean-Luc Faure", "maire"),
        (
            French,
            "« C’est un désastre », a déclaré le président du syndicat, Paul Rivet.",
            "Paul Rivet",
            "président du syndicat",
        ),
        (
            French,
            "Le ministre de l’Intérieur, Gérald Martin, a annoncé « des moyens nouveaux » mercredi.",
            "Gérald Martin",
            "ministre de l’Intérieur",
        ),
        (French, "« C’est un désastre », regrette l’avocate Sophie Renard.", "Sophie Renard", "avocate"),
        (
            Spanish,
            "“No vamos a subir los impuestos”, aseguró la ministra de Hacienda, María Gil.",
            "María Gil",
            "ministra de Hacienda",
        ),
        (
            Italian,
            "Il ministro dei Trasporti, Carlo Bassi, ha detto che i lavori finiranno in estate.",
            "Carlo Bassi",
            "ministro dei Trasporti",
        ),
        (
            Portuguese,
            "“Não vamos fechar a ponte”, disse o prefeito de Belmar, Rui Costa.",
            "Rui Costa",
            "prefeito de Belmar",
        ),
        (Dutch, "“Wij sluiten de brug niet”, zei burgemeester Anna Visser.", "Anna Visser", "burgemeester"),
    ];
    for (language, text, name, title) in cases {
        let article = parse(text.to_owned(), &ParseOptions::new().language(language));
        let quotes = find_quotes(&article);
        let speaker = quotes.speakers().first().unwrap_or_else(|| panic!("nobody in {text:?}"));
        let found = (speaker.name.as_str(), speaker.title.as_deref(), speaker.kind);
        assert_eq!(found, (name, Some(title), SpeakerKind::Person), "{text:?}");
    }
}

#[test]
fn documents_are_called_by_their_whole_name() {
    let text = "According to court documents, three hydrologists saw that sales fell 3%.";
    let (article, quotes) = read(text);
    let found = quotes.iter().next().unwrap();
    assert_eq!(found.speaker_name(), Some("court documents"));
    assert!(found.text(&article).ends_with("fell 3%"), "{}", found.text(&article));
}

#[test]
fn who_was_named_since_speaks() {
    let text = "Luis Arce, the producer, said she was late. Asked whether she would make another film, Ana Ruiz laughs. \
        “They will have to ask me nicely.”";
    speakers(&[(text, "she was late", "Luis Arce"), (text, "ask me nicely", "Ana Ruiz")]);
    let (_, quotes) = read(text);
    let floating = quotes.iter().last().unwrap();
    assert_eq!(floating.quote().cue, None, "the cue is that of another speaker");
}

#[test]
fn quotes_are_in_the_order_of_the_text() {
    for text in [
        "‘Mr. J. Smith told reporters that “We won,” a🉐according to Ana Ruiz. “We won,” she said",
        "“We won,” Smith said, according to Ana Ruiz, who said, “They lost.” Smith told her that “We won,” a🉐according to ",
    ] {
        let (_, quotes) = read(text);
        let starts: Vec<_> = quotes.iter().map(|quote| quote.quote().contents[0].start()).collect();
        assert!(starts.len() > 1 && starts.is_sorted(), "{starts:?}");
    }
}

#[test]
fn a_noun_in_a_german_quote_is_nobody() {
    let text = "Uwe Krall leitet den Verein. „Das ist eine Frage der Zeit“, sagte er am Montag.";
    let article = parse(text.to_owned(), &ParseOptions::new().language(Language::German));
    let quotes = find_quotes(&article);
    let names: Vec<_> = quotes.iter().map(|quote| quote.speaker_name()).collect();
    assert_eq!(names, [Some("Uwe Krall")]);
}

#[test]
fn families_share_a_surname() {
    let text = "Anna Brandt and her husband, Paul Brandt, sold the farm.\n\n“It was time,” Mr. Brandt said.\n\n“The roof leaked for years,” Mrs. Brandt said.";
    speakers(&[(text, "It was time", "Paul Brandt"), (text, "roof leaked", "Anna Brandt")]);
}

#[test]
fn pronouns_agree_and_follow_the_subject() {
    speakers(&[
        (
            "Elena Brandt met John Hale in Port Ellis on Monday.\n\n“The line must move,” she said.",
            "must move",
            "Elena Brandt",
        ),
        (
            "Elena Brandt met John Hale in Port Ellis on Monday.\n\n“The line must stay,” he said.",
            "must stay",
            "John Hale",
        ),
        (
            "“The folks here are good people,” said Peter Marsh, a state senator.\n\nJohn Hale, another senator, called the letter “completely unfair” on Friday. But he said it was a lesson for all.",
            "lesson for all",
            "John Hale",
        ),
    ]);
}

#[test]
fn pronouns_without_anybody_stay_unknown() {
    speakers(&[("“The line must stay where it is,” he said.", "must stay", "-")]);
}

#[test]
fn floating_quotes_go_on() {
    let text = "“We waited for three hours,” said Mara Okafor.\n\n“Nobody came to help us. Nobody even called.”";
    speakers(&[(text, "Nobody came", "Mara Okafor")]);
    speakers(&[("“We waited for three hours and nobody came to help us at all.”", "We waited", "-")]);
}

#[test]
fn descriptions_are_put_to_names() {
    speakers(&[
        (
            "Transport Minister Elena Brandt visited the works on Monday.\n\n“It will be orderly and affordable,” the minister said.",
            "orderly",
            "Elena Brandt",
        ),
        (
            "Pavlo Melnyk, a pianist from Kyiv, played in Port Ellis.\n\n“Music is my home,” the Kyiv-born pianist said.",
            "Music is my home",
            "Pavlo Melnyk",
        ),
        (
            "Senator Ruth Alvarez voted against the bill.\n\n“It is a mistake,” the lawmaker said.",
            "mistake",
            "Ruth Alvarez",
        ),
        ("“The talks were frank,” the foreign minister, Ana Sousa, said.", "frank", "Ana Sousa"),
    ]);
}

#[test]
fn descriptions_tell_apart_who_does_what() {
    speakers(&[
        // by what the article told of somebody
        (
            "Henrik Lund, who manages the orchestra, refunded the tickets.\n\n“I have every sympathy for cold fingers,” the manager said.",
            "cold fingers",
            "Henrik Lund",
        ),
        // an office of its own, though somebody else was spoken of
        (
            "Sean Hallam, the harbour master, walked the pier on Monday. A hearing could be held in June, according to the town clerk.",
            "hearing could",
            "town clerk",
        ),
        // a possessive within the name of a body
        (
            "The Coastal Residents' Association said it would sue the county over the plan.",
            "would sue",
            "Coastal Residents' Association",
        ),
        // one of a group that spoke
        (
            "Western officials said the truce had been bought with fuel. One of them said it was too late for a treaty.",
            "too late",
            "Western officials",
        ),
        // a plural that opened the sentence before
        (
            "The residents gathered in the gym on Monday night. They said that the smoke had come without any warning.",
            "without any warning",
            "residents",
        ),
    ]);
}

#[test]
fn an_office_says_more_than_a_form_of_address() {
    let (_, quotes) = read("Dr. Ana Ruiz, the clinic's chief executive, said that the beds would close in May.");
    assert_eq!(quotes.speakers()[0].title.as_deref(), Some("clinic's chief executive"));
}

#[test]
fn pronouns_of_other_languages_are_no_names() {
    let german = crate::ParseOptions::new().language(crate::Language::German);
    let text =
        "Der Minister Oskar Brandl kam am Montag in die Stadt.\n\n„Wir haben keine Zeit mehr“, sagte er den Zeitungen.";
    let article = crate::parse(text.to_owned(), &german);
    let quotes = find_quotes(&article);
    let speaker = quotes.iter().next().and_then(|quote| quote.speaker_name());
    assert!(matches!(speaker, None | Some("Oskar Brandl")), "{speaker:?}");
}

#[test]
fn bodies_are_called_the_group() {
    speakers(&[
        (
            "Harbour Watch has sued the council.\n\nRights group Harbour Watch wants the works stopped. “The plan is unlawful,” the group said.",
            "unlawful",
            "Harbour Watch",
        ),
        (
            "The Canadian Union of Public Employees (CUPE) called a strike.\n\n“We are ready to talk,” CUPE said.",
            "ready to talk",
            "Canadian Union of Public Employees",
        ),
    ]);
}

#[test]
fn documents_speak_for_their_issuers() {
    speakers(&[
        (
            "The report by Dixon Hall was published on Monday.\n\n“Rents rose faster than wages,” the report said.",
            "Rents rose",
            "Dixon Hall",
        ),
        ("“We regret the delay,” the Northgate Railway statement said.", "regret the delay", "Northgate Railway"),
    ]);
}

#[test]
fn two_may_speak_at_once() {
    speakers(&[
        ("“We will appeal,” Anna Brandt and Paul Hale said.", "appeal", "Anna Brandt and Paul Hale"),
        (
            "His lawyers, Anna Brandt and Paul Hale, said: “We will appeal the ruling.”",
            "appeal",
            "Anna Brandt and Paul Hale",
        ),
    ]);
}

#[test]
fn the_unnamed_keep_their_description() {
    let text = "A senior US official, speaking on condition of anonymity, said the talks went on. “This was a real conversation,” he said.";
    speakers(&[(text, "real conversation", "senior US official")]);
    let (_, quotes) = read(text);
    assert!(quotes.speakers().iter().all(|s| s.kind == SpeakerKind::Anonymous), "{:?}", quotes.speakers());
    let (_, quotes) = read("“Prices will rise again,” analysts said.");
    assert_eq!(quotes.speakers()[0].kind, SpeakerKind::Group);
    assert_eq!(quotes.speakers()[0].name, "analysts");
}

#[test]
fn titles_are_taken_as_written() {
    for (text, name, title) in [
        (
            "“No deal,” State Department spokesman Matthew Miller said on Monday.",
            "Matthew Miller",
            "State Department spokesman",
        ),
        (
            "“There will be no deal this year,” said Brian Fallon, a spokesman for the ministry.",
            "Brian Fallon",
            "spokesman for the ministry",
        ),
        (
            "“The talks were useful for both sides,” China’s Foreign Minister Qin Gang said.",
            "Qin Gang",
            "China’s Foreign Minister",
        ),
        ("“We go on as before,” US Secretary of State Antony Blinken said.", "Antony Blinken", "US Secretary of State"),
        (
            "“The president was clear,” his national security adviser, Jake Sullivan, said.",
            "Jake Sullivan",
            "national security adviser",
        ),
        (
            "“We have eleven winters left,” said Mara Okafor, 54, the harbour engineer.",
            "Mara Okafor",
            "harbour engineer",
        ),
    ] {
        let (_, quotes) = read(text);
        let found: Vec<_> = quotes.speakers().iter().map(|s| (s.name.as_str(), s.title.as_deref())).collect();
        assert_eq!(found, [(name, Some(title))], "{text:?}");
    }
}

#[test]
fn kinds_are_told_apart() {
    for (text, name, kind) in [
        ("“We go on as before,” Mara Okafor said.", "Mara Okafor", SpeakerKind::Person),
        (
            "“The roads are closed until Monday,” the Ministry of Transport said.",
            "Ministry of Transport",
            SpeakerKind::Organization,
        ),
        (
            "“The works will be sold by the end of the year,” Northgate Motors Inc. said.",
            "Northgate Motors Inc.",
            SpeakerKind::Organization,
        ),
        ("“Nobody asked the people who live there,” residents said.", "residents", SpeakerKind::Group),
        ("“Nobody asked the people who live there,” a resident said.", "resident", SpeakerKind::Anonymous),
    ] {
        let (_, quotes) = read(text);
        let found: Vec<_> = quotes.speakers().iter().map(|s| (s.name.as_str(), s.kind)).collect();
        assert_eq!(found, [(name, kind)], "{text:?}");
    }
}

#[test]
fn relayed_words_have_two_names() {
    for (text, words, speaker, via) in [
        (
            "Antony Blinken arrived on Sunday.\n\nBlinken stressed “the importance of open channels of communication across the full range of issues”, State Department spokesman Matthew Miller said.",
            "importance",
            "Antony Blinken",
            "Matthew Miller",
        ),
        (
            "Qin Gang met the visitors.\n\nQin told Blinken that relations between the two countries “are at the lowest point since the establishment of diplomatic relations,” according to state-run broadcaster CCTV.",
            "lowest point",
            "Qin Gang",
            "CCTV",
        ),
        (
            "“There will be no deal with anybody,” Daniel Ortega said, according to the newspaper El Diario.",
            "no deal",
            "Daniel Ortega",
            "El Diario",
        ),
    ] {
        let (article, quotes) = read(text);
        let found = quotes.iter().find(|quote| quote.text(&article).contains(words));
        let found = found.map(|q| (q.speaker_name().unwrap_or("-"), q.via().map_or("-", |s| s.name.as_str())));
        assert_eq!(found, Some((speaker, via)), "{text:?}");
    }
}

#[test]
fn mentions_hold_names_pronouns_and_descriptions() {
    let (article, quotes) = read(
        "Transport Minister Elena Brandt visited the works. She was late. “It will be orderly,” the minister said. Brandt left at noon.",
    );
    let brandt = quotes.speakers().iter().find(|s| s.name == "Elena Brandt").expect("the minister");
    let mentions: Vec<&str> = brandt.mentions.iter().map(|&m| &article.text()[m]).collect();
    assert_eq!(mentions, ["Elena Brandt", "She", "the minister", "Brandt"]);
}

#[test]
fn context_names_whom_a_reader_could_not_know() {
    let text = "Qin Gang, China’s foreign minister, met the visitors. Mara Okafor, the harbour engineer, was there too. She spoke first. Qin was silent. “It was a real conversation,” he said later.";
    let (article, quotes) = read(text);
    let of = |selected: &[usize]| -> Vec<(String, String)> {
        let ids: Vec<_> = article
            .sentences()
            .map(|s| s.id())
            .enumerate()
            .filter(|(at, _)| selected.contains(at))
            .map(|(_, id)| id)
            .collect();
        context(&article, &quotes, &ids).into_iter().map(|(span, who)| (article.text()[span].to_owned(), who)).collect()
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(of(&[2]), [pair("She", "Mara Okafor, the harbour engineer")]);
    assert_eq!(of(&[3]), [pair("Qin", "Qin Gang, China’s foreign minister")]);
    assert_eq!(of(&[0, 3]), []);
    assert_eq!(of(&[1, 2]), []);
    assert_eq!(of(&[1, 4]), [pair("he", "Qin Gang, China’s foreign minister")]);
}

#[test]
fn an_owner_at_the_start_of_a_sentence_is_told() {
    let text = "Mara Okafor, the harbour engineer, came on Monday. The sea was calm. Her report was long. The committee's chairman read his copy.";
    let (article, quotes) = read(text);
    let ids: Vec<_> = article.sentences().map(|s| s.id()).collect();
    let told = |selected: &[SentenceId]| -> Vec<String> {
        context(&article, &quotes, selected).into_iter().map(|(_, who)| who).collect()
    };
    assert_eq!(told(&ids[2..3]), ["Mara Okafor, the harbour engineer"]);
    assert_eq!(told(&[ids[0], ids[2]]), [""; 0]);
    assert_eq!(told(&ids[3..]), [""; 0]);
}

#[test]
fn nothing_panics() {
    for text in [
        "",
        "\n\n",
        "“",
        "’s said",
        "He said",
        "said",
        "“”",
        "the",
        "A, B and C said, D said: “x”",
        "according to",
        "Mr.",
        "Mr. said “I",
        "of of of of",
        "U.S. (U.S.) said U.S.",
        "who who who said “he”",
        "“I” “I” “I” I said I",
        "The The The, The, said The.",
        "@x said “y” — @z",
        "Ünal Çelik’s “şey”, dedi.",
        "She, 54, said , , and and",
        "as saying",
        "X was quoted as saying",
        "quoted as saying “",
        "his, her, their statement said “x”.",
    ] {
        let (article, quotes) = read(text);
        let ids: Vec<_> = article.sentences().map(|s| s.id()).collect();
        let _ = context(&article, &quotes, &ids);
    }
}

#[test]
fn a_report_does_not_name_its_own_speaker() {
    speakers(&[
        (
            "Ed Marlow keeps the light at Port Ellis. He was silent for a while. His father had been a fisherman, he said, and had drowned.",
            "fisherman",
            "Ed Marlow",
        ),
        ("Piet Hallam runs the ferry. Tom Brand was fast asleep, he said.", "asleep", "Piet Hallam"),
        // whoever stands before the report
        (
            "Niels Berg had tears in his eyes, though that, he claimed, was only the heating in the hall.",
            "heating",
            "Niels Berg",
        ),
    ]);
}

#[test]
fn short_reactions_and_colons_name_the_speaker() {
    speakers(&[
        (
            "A woman at the bar said the council would rather build a road. Her friend laughed. “They can't afford the road.”",
            "afford",
            "Her friend",
        ),
        (
            "The doctor, Jane Marsh, said the skater was fit. A team-mate, speaking quietly, was blunter: “She will fall again.”",
            "fall again",
            "team-mate",
        ),
    ]);
}

#[test]
fn strangers_and_nationals() {
    speakers(&[
        (
            "Abel Nightingale sold his boat. It went to a museum.\n\nThe roof leaks.\n\nOne drinker, a roofer, offered to mend it for nothing. “I'd have it done by May,” he said.",
            "by May",
            "One drinker",
        ),
        ("Bo Engman coached the team for nine years. “We were never fast,” said the Swede.", "never fast", "Bo Engman"),
        (
            "The man who owns the mill is Zé Carvalhal. He came here at nineteen. “I liked the rain,” he said.",
            "the rain",
            "Zé Carvalhal",
        ),
        (
            "Ana Quill, who has sold tickets there since 1988, was knitting. Her niece rang. “It was a western,” the ticket seller said.",
            "western",
            "Ana Quill",
        ),
    ]);
}

#[test]
fn forms_of_address_tell_the_family_apart() {
    speakers(&[
        (
            "“We have a lot of gates,” said Pia Rosengren.\n\nHer father, Gunnar, lost two hinges.\n\n“The gate was in the bath,” Mr Rosengren said.",
            "in the bath",
            "Gunnar Rosengren",
        ),
        (
            "Colin Marsh has left his house by the river.\n\n“I’m not leaving my piano to the eels,” said Mrs Marsh.",
            "piano",
            "Marsh",
        ),
        // hired by whom
        (
            "The route is wrong; a consultant hired by the regional parliament, Dr. Oonagh Feeney, says two pylons would stand in water.",
            "two pylons",
            "Oonagh Feeney",
        ),
        // the semicolon parts who speaks from who does not
        (
            "Some of his neighbours have given up on the tap; a nurse said she bathes her grandson in bottled water.",
            "bathes",
            "nurse",
        ),
    ]);
}
