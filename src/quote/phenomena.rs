//! What quotes look like in newspapers: a case for each phenomenon, in sentences of our own.

use crate::{Language, ParseOptions, find_quotes};

/// Kind, contents joined by " / ", and the words that name the source ("-" when there are none).
type Expected<'a> = (&'a str, &'a str, &'a str);

fn check(language: Language, cases: &[(&str, &[Expected<'_>])]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let article = crate::parse((*text).to_owned(), &ParseOptions::new().clean(false).language(language));
        let quotes = find_quotes(&article);
        let found: Vec<(String, String, String)> = quotes
            .iter()
            .map(|quote| {
                let quote = quote.quote();
                let contents: Vec<&str> = quote.contents.iter().map(|&span| &article.text()[span]).collect();
                let source = quote.source.map_or("-", |span| &article.text()[span]);
                (quote.kind.name().to_owned(), contents.join(" / "), source.to_owned())
            })
            .collect();
        let expected: Vec<(String, String, String)> =
            expected.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
        if found != expected {
            wrong.push(format!("{text}\n  found    {found:?}\n  expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn direct_quotes() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\n“We have eleven winters left,” Mara Okafor said on Tuesday.",
                &[("direct", "We have eleven winters left", "Mara Okafor")],
            ),
            // inverted
            (
                "Council votes\n\n“The sea does not wait,” said Tom Hale, who runs the ferry.",
                &[("direct", "The sea does not wait", "Tom Hale")],
            ),
            // split around the attribution
            (
                "Council votes\n\n“I like this town,” he said. “The people are kinder.”",
                &[("direct", "I like this town / The people are kinder", "he")],
            ),
            // cue before the content
            (
                "Council votes\n\nThe mayor said: “Nobody asked the people who live there.”",
                &[("direct", "Nobody asked the people who live there", "The mayor")],
            ),
            // straight marks and doubled apostrophes
            (
                "Council votes\n\n\"It is over,\" Okafor added. ''We lost,'' Hale said.",
                &[("direct", "It is over", "Okafor"), ("direct", "We lost", "Hale")],
            ),
            // several paragraphs, re-opened
            (
                "Council votes\n\n“We sail at dawn,” Hale said.\n\n“And we come back at night.”",
                &[("direct", "We sail at dawn", "Hale"), ("direct", "And we come back at night", "Hale")],
            ),
            // nested
            (
                "Council votes\n\n“They told us ‘never again’ and meant it,” Okafor said.",
                &[("direct", "They told us ‘never again’ and meant it", "Okafor")],
            ),
            // transcript
            (
                "Council votes\n\nOKAFOR: “Let us begin with the railway.”",
                &[("direct", "Let us begin with the railway", "OKAFOR")],
            ),
            // questions and answers: the marks are no names
            (
                "The river\n\nQ: What has changed?\n\nA: The summers.\n\nThey are long.\n\nQ: And the farms?\n\nA: The same.",
                &[
                    ("indirect", "What has changed", "-"),
                    ("indirect", "The summers", "-"),
                    ("indirect", "They are long", "-"),
                    ("indirect", "And the farms", "-"),
                    ("indirect", "The same", "-"),
                ],
            ),
            // signature
            (
                "Council votes\n\n“I am ashamed of this vote.” — Lena Brandt",
                &[("direct", "I am ashamed of this vote", "Lena Brandt")],
            ),
        ],
    );
}

#[test]
fn indirect_quotes() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\nOkafor said that the line would close in two years.",
                &[("indirect", "the line would close in two years", "Okafor")],
            ),
            (
                "Council votes\n\nThe company said it expects its earnings to fall this year.",
                &[("indirect", "it expects its earnings to fall this year", "The company")],
            ),
            (
                "Council votes\n\nThe line will close in March, the ministry said.",
                &[("indirect", "The line will close in March", "the ministry")],
            ),
            (
                "Council votes\n\nAccording to the police, two men fled through the harbour.",
                &[("indirect", "two men fled through the harbour", "the police")],
            ),
            (
                "Council votes\n\nTwo men fled through the harbour, according to officials familiar with the case.",
                &[("indirect", "Two men fled through the harbour", "officials")],
            ),
            // the addressee is not the speaker
            (
                "Council votes\n\nBrandt told reporters that the plan was dead.",
                &[("indirect", "the plan was dead", "Brandt")],
            ),
            // relative clause and apposition
            (
                "Council votes\n\nHis lawyer, Ana Ruiz, said he would appeal the ruling.",
                &[("indirect", "he would appeal the ruling", "Ana Ruiz")],
            ),
            // participle: the source may stay open
            (
                "Council votes\n\nHale defended the plan, saying it was fair to everyone.",
                &[("indirect", "it was fair to everyone", "-")],
            ),
            // unnamed
            (
                "Council votes\n\nThe talks have failed, a senior official said on Monday.",
                &[("indirect", "The talks have failed", "a senior official")],
            ),
            (
                "Council votes\n\nRuiz said the boats, which are old, would be sold.",
                &[("indirect", "the boats, which are old, would be sold", "Ruiz")],
            ),
        ],
    );
}

#[test]
fn clauses_around_the_content() {
    check(
        Language::English,
        &[
            // a hyphen within a word ends nothing
            (
                "Council votes\n\nThe company said it had signed for the $40-billion railway on the coast.",
                &[("indirect", "it had signed for the $40-billion railway on the coast", "The company")],
            ),
            // two verbs of one speaker report twice
            (
                "Council votes\n\nHaslund said the vessel was too old and added that a new one would cost more.",
                &[
                    ("indirect", "the vessel was too old", "Haslund"),
                    ("indirect", "a new one would cost more", "Haslund"),
                ],
            ),
            // inserted attribution
            (
                "Council votes\n\nThe harbour, Okafor said, would close in March.",
                &[("indirect", "The harbour / would close in March", "Okafor")],
            ),
            // no words of a verb alone, and no silence
            ("Council votes\n\nThe mayor did not respond to a request for comment.", &[]),
            ("Council votes\n\n“He was kind,” said Hind Ruiz, his mother.", &[("direct", "He was kind", "Hind Ruiz")]),
            // whose words they are, and who passes them on
            (
                "Council votes\n\nThe attack took four minutes, he said, according to the complaint.",
                &[("indirect", "The attack took four minutes", "he")],
            ),
            // a second verb takes over the marks
            (
                "Council votes\n\nGibson noted the changes on the road, testifying “it seemed to be flat.”",
                &[("indirect", "the changes on the road", "Gibson"), ("direct", "it seemed to be flat", "Gibson")],
            ),
            // a dateline says nothing
            (
                "Council votes\n\nOSLO — The minister asked for patience, calling the delay “unfortunate.”",
                &[("direct", "unfortunate", "The minister")],
            ),
            // questions that are asked
            (
                "Council votes\n\nSeveral residents asked whether the clinic would stay open.",
                &[("indirect", "whether the clinic would stay open", "Several residents")],
            ),
        ],
    );
}

#[test]
fn mixed_quotes_and_marks_that_quote_nobody() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\nOkafor said the plan was “a step in the right direction.”",
                &[("mixed", "the plan was “a step in the right direction.”", "Okafor")],
            ),
            (
                "Council votes\n\nThe winter was “long and hard,” she said.",
                &[("mixed", "The winter was “long and hard,”", "she")],
            ),
            ("Council votes\n\nThe band played “Harbour Lights” on the pier.", &[]),
            ("Council votes\n\nThe so-called “tide tax” was dropped in May.", &[]),
            ("Council votes\n\nREAD MORE: Storm closes the harbour for a week", &[]),
        ],
    );
}

#[test]
fn what_is_called_something_is_quoted_in_the_marks_alone() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\nThe minister called the plan “orderly and affordable” on Tuesday.",
                &[("direct", "orderly and affordable", "The minister")],
            ),
            (
                "Council votes\n\nThe mayor described the closure as “a decision without a plan.”",
                &[("direct", "a decision without a plan", "The mayor")],
            ),
            // a participle after indirect speech: two quotes
            (
                "Council votes\n\nHale said the state would ask for help, calling the flood “the worst in my lifetime.”",
                &[("indirect", "the state would ask for help", "Hale"), ("direct", "the worst in my lifetime", "Hale")],
            ),
            // names of things
            ("Council votes\n\nThe ferry, called “Anna”, sank in May.", &[]),
            ("Council votes\n\n“The Salt Clock,” a film about two keepers, won the prize in May.", &[]),
        ],
    );
}

#[test]
fn documents_polls_and_hearsay() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\nThe report said the bridge had not been inspected since May.",
                &[("indirect", "the bridge had not been inspected since May", "The report")],
            ),
            (
                "Council votes\n\nA poll found that most islanders would accept the tunnel.",
                &[("indirect", "most islanders would accept the tunnel", "A poll")],
            ),
            (
                "Council votes\n\nThe paper quoted a contractor as saying that the valve had never come.",
                &[("indirect", "the valve had never come", "a contractor")],
            ),
            // a noun and a reduced clause report nothing
            ("Council votes\n\nHe issued a warning on the island, the district claimed by Northport.", &[]),
        ],
    );
}

#[test]
fn headlines_transcripts_and_marks_that_are_not_balanced() {
    check(
        Language::English,
        &[
            (
                "River to peak on Thursday, water authority warns\n\nThe town waits.",
                &[("indirect", "River to peak on Thursday", "water authority")],
            ),
            (
                "Okafor: ‘We have eleven winters left’\n\nThe town waits.",
                &[("direct", "We have eleven winters left", "Okafor")],
            ),
            (
                "Hearing\n\nQUILL: How many bridges are safe?\n\nOSEI: All of them. Some are slow.\n\nQUILL: Slow?",
                &[
                    ("indirect", "How many bridges are safe", "QUILL"),
                    ("indirect", "All of them. Some are slow", "OSEI"),
                    ("indirect", "Slow", "QUILL"),
                ],
            ),
            // headings with a colon are no transcript
            ("Markets\n\nENERGY: Oil rose two cents.\n\nCURRENCIES: The dollar fell.", &[]),
            // the opening mark is never closed, or closed twice
            (
                "Council votes\n\n“It sang, and then it stopped,” Roy said. “I will not drive there again.\n\nThe town waits.",
                &[("direct", "It sang, and then it stopped / I will not drive there again", "Roy")],
            ),
            // a paragraph of its own goes on, with and without a mark that closes the one before
            (
                "Council votes\n\n“You will see it in the windows,” Hale said.\n\n“That is what I thought.”",
                &[("direct", "You will see it in the windows", "Hale"), ("direct", "That is what I thought", "Hale")],
            ),
        ],
    );
}

#[test]
fn denied_promised_written_and_relative() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\nBrandt denied that he had ever asked for a permit.",
                &[("indirect", "he had ever asked for a permit", "Brandt")],
            ),
            (
                "Council votes\n\n“Vehicle safe, egos bruised,” the company tweeted.",
                &[("direct", "Vehicle safe, egos bruised", "the company")],
            ),
            (
                "Council votes\n\nThe Writers' Union warned that the fees would double.",
                &[("indirect", "the fees would double", "The Writers' Union")],
            ),
        ],
    );
}

#[test]
fn marks_that_are_mistaken_and_words_that_have_none() {
    check(
        Language::English,
        &[
            // opened twice, with no word between that is not said
            (
                "Council votes\n\n“It was a bad day,” Hale said. “I think it is dangerous. “It makes people angry.”",
                &[("direct", "It was a bad day / I think it is dangerous. “It makes people angry", "Hale")],
            ),
            (
                "Council votes\n\n“It may last a long time,” Hale said. ‘’Nobody wins when the ferry stops.”",
                &[("direct", "It may last a long time / Nobody wins when the ferry stops", "Hale")],
            ),
            // a subheading is no quote
            (
                "Council votes\n\n“It is a bad day,” Hale said.\n\n'All Bets Are Off.'\n\nEight years ago he ran.",
                &[("direct", "It is a bad day", "Hale")],
            ),
            // pulled out of the story
            (
                "Council votes\n\nMara Okafor said the wall would be built.\n\nWe have eleven winters left. The sea does not \
                 wait for us. Harbour Engineer Mara Okafor\n\nThe line has been closed for weeks.",
                &[
                    ("indirect", "the wall would be built", "Mara Okafor"),
                    (
                        "indirect",
                        "We have eleven winters left. The sea does not wait for us",
                        "Harbour Engineer Mara Okafor",
                    ),
                ],
            ),
            // somebody who says nothing elsewhere: a credit
            (
                "Council votes\n\nMara Okafor said the wall would be built.\n\nThe ferry lies in the harbour. It is old. Tom Hale",
                &[("indirect", "the wall would be built", "Mara Okafor")],
            ),
        ],
    );
}

#[test]
fn a_content_ends_where_somebody_else_is_told_to_speak() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\nThe company has said it signed agreements with all villages on the coast — but the elders say those \
                 agreements are void.",
                &[
                    ("indirect", "it signed agreements with all villages on the coast", "The company"),
                    ("indirect", "those agreements are void", "the elders"),
                ],
            ),
            (
                "Council votes\n\nHale said the wall had held in every storm, with residents describing the night as “terrible.”",
                &[("indirect", "the wall had held in every storm", "Hale"), ("direct", "terrible", "residents")],
            ),
        ],
    );
}

#[test]
fn who_is_asked_does_not_ask() {
    check(
        Language::English,
        &[
            (
                "Council votes\n\nAsked whether the wall would hold, Okafor said it would.",
                &[("indirect", "it would", "Okafor")],
            ),
            ("Council votes\n\nHale would not comment when asked if the ferry would be sold.", &[]),
            ("Council votes\n\nOkafor was asked twice what the council does to keep the line open.", &[]),
            ("Council votes\n\nWhen all was said and done, the wall was built.", &[]),
            (
                "Markets\n\nENERGY: Crude oil fell 42 cents to 51 dollars.\n\nCURRENCIES: The dollar fell to 109 yen.\n\nASIA'S \
                 DAY: Shares rose in Tokyo.\n\nTHE QUOTE: “It is a bad day,” Hale said.",
                &[("direct", "It is a bad day", "Hale")],
            ),
            (
                "Council votes\n\nHale told a crowd of about two hundred members who had gathered in the hall of the old school \
                 that the ferry would be sold.",
                &[("indirect", "the ferry would be sold", "Hale")],
            ),
        ],
    );
}

#[test]
fn any_verb_attributes_what_stands_between_marks_beside_it() {
    check(
        Language::English,
        &[
            (
                "Harbour opens\n\n“It takes time,” Mattson offers, “to know what the water does.”",
                &[("direct", "It takes time / to know what the water does", "Mattson")],
            ),
            (
                "Harbour opens\n\n“That’s a long way down,” inquired Pineda.",
                &[("direct", "That’s a long way down", "Pineda")],
            ),
            (
                "Harbour opens\n\nAs Paco Calvo, director of the harbour museum, puts it, “The boats have to plan ahead.”",
                &[("direct", "The boats have to plan ahead", "Paco Calvo")],
            ),
            (
                "Harbour opens\n\n“Our offer has been on his desk for nineteen days,” the statement read.",
                &[("direct", "Our offer has been on his desk for nineteen days", "the statement")],
            ),
            (
                "Harbour opens\n\n“You will need a bigger boat!” someone shouts.",
                &[("direct", "You will need a bigger boat", "someone")],
            ),
            // no verb of saying is needed, but somebody who speaks
            ("Harbour opens\n\n“The Salt Clock,” a film about the harbour, opened on Friday.", &[]),
        ],
    );
}

#[test]
fn a_verb_of_saying_reports_the_clause_after_it() {
    check(
        Language::English,
        &[
            (
                "Farmers protest\n\nFarmers in the district complain that they were never told.",
                &[("indirect", "they were never told", "Farmers")],
            ),
            (
                "Farmers protest\n\nAbash denied there were soldiers in any school.",
                &[("indirect", "there were soldiers in any school", "Abash")],
            ),
            (
                "Farmers protest\n\nThe inquest recorded that she had fallen from her bed.",
                &[("indirect", "she had fallen from her bed", "The inquest")],
            ),
            (
                "Farmers protest\n\nResearch shows that more people live by the water.",
                &[("indirect", "more people live by the water", "Research")],
            ),
            (
                "Farmers protest\n\nSeventeen of the milestones were not met at all, the audit found.",
                &[("indirect", "Seventeen of the milestones were not met at all", "the audit")],
            ),
            (
                "Farmers protest\n\nAccording to Bongard, that’s because these boats are, in a sense, too heavy.",
                &[("indirect", "that’s because these boats are, in a sense, too heavy", "Bongard")],
            ),
            // nobody says it
            ("Farmers protest\n\nEverything on the river went according to plan.", &[]),
        ],
    );
}

#[test]
fn who_speaks_when_other_nouns_are_nearer() {
    check(
        Language::English,
        &[
            (
                "Harbour opens\n\nCustomers who called the station say the ferry was late.",
                &[("indirect", "the ferry was late", "Customers")],
            ),
            (
                "Harbour opens\n\nAnselm Roy, who says he has not driven since, sat in the front row.",
                &[("indirect", "he has not driven since", "Anselm Roy")],
            ),
            (
                "Harbour opens\n\nWhile some people are focused on boats, Keatley points out that the pier is free.",
                &[("indirect", "the pier is free", "Keatley")],
            ),
            (
                "Harbour opens\n\nLeeds accountant Ana Ruiz, 50, says she is happy with the pier.",
                &[("indirect", "she is happy with the pier", "Ana Ruiz")],
            ),
            (
                "Harbour opens\n\nOne unhappy Democrat, Montana Sen. Tom Hale, said the pier was too dear.",
                &[("indirect", "the pier was too dear", "Montana Sen. Tom Hale")],
            ),
            (
                "Harbour opens\n\nAnd when asked how much, “We paid it all,” she said.",
                &[("direct", "We paid it all", "she")],
            ),
            (
                "Mayor leaves: ‘I Should Have Paid for It’\n\nThe mayor left on Monday.",
                &[("direct", "I Should Have Paid for It", "Mayor")],
            ),
        ],
    );
}

#[test]
fn other_languages() {
    check(
        Language::German,
        &[
            (
                "„Wir haben keine Zeit mehr“, sagte Lena Brandt am Montag.",
                &[("direct", "Wir haben keine Zeit mehr", "Lena Brandt")],
            ),
            (
                "Der Minister erklärte, dass die Bahn im März schließt.",
                &[("indirect", "die Bahn im März schließt", "Der Minister")],
            ),
            // the source stands at the sentence's end, the verb in the middle
            (
                "Am Montag sagte die Ministerin, dass die Bahn im März schließt.",
                &[("indirect", "die Bahn im März schließt", "die Ministerin")],
            ),
            (
                "Nach Angaben der Polizei flohen zwei Männer durch den Hafen.",
                &[("indirect", "flohen zwei Männer durch den Hafen", "der Polizei")],
            ),
            // what goes on in the mood of reported speech
            (
                "Der Minister erklärte, dass die Bahn schließt. Das sei seit langem bekannt.",
                &[
                    ("indirect", "die Bahn schließt", "Der Minister"),
                    ("indirect", "Das sei seit langem bekannt", "Der Minister"),
                ],
            ),
            (
                "In dem Schreiben heißt es, die Bahn habe die Frage nie geprüft.",
                &[("indirect", "die Bahn habe die Frage nie geprüft", "dem Schreiben")],
            ),
            (
                "Die Bahn schließt im März, wie es in einer Mitteilung heißt.",
                &[("indirect", "Die Bahn schließt im März", "einer Mitteilung")],
            ),
            (
                "Die Bahn schließt im März, wie der Minister am Montag mitteilte.",
                &[("indirect", "Die Bahn schließt im März", "der Minister")],
            ),
            // a name between marks is no quote
            ("Der Verein „Rettet den Bahnhof“ zeigte sich erleichtert.", &[]),
            ("Sie stellte ihren Spielfilm „Die lange Weide“ vor.", &[]),
            // a verb in no list
            (
                "„Das ist ein guter Tag für uns“, jubelte Lena Brandt.",
                &[("direct", "Das ist ein guter Tag für uns", "Lena Brandt")],
            ),
            (
                "Laut Polizei flohen zwei Männer durch den Hafen.",
                &[("indirect", "flohen zwei Männer durch den Hafen", "Polizei")],
            ),
            // what opens a sentence with a capital is not always a name
            (
                "Auch die Übersetzerin Dilan Aksoy sagte, sie werde bald fertig.",
                &[("indirect", "sie werde bald fertig", "die Übersetzerin Dilan Aksoy")],
            ),
            (
                "Erst vergangene Woche kündigte der Konzern an, die Schalter zu schließen.",
                &[("indirect", "die Schalter zu schließen", "der Konzern")],
            ),
            // a noun that a preposition governs is no subject
            (
                "Lena Brandt hat anlässlich der Eröffnung erklärt, dass die Bahn im März schließt.",
                &[("indirect", "die Bahn im März schließt", "Lena Brandt")],
            ),
            // the first comma opens the clause
            (
                "Brandt sagte, die Sorge beruhe auf der Annahme, dass die Bahn schließt.",
                &[("indirect", "die Sorge beruhe auf der Annahme, dass die Bahn schließt", "Brandt")],
            ),
            ("„Die Bahn schließt im März“, so Lena Brandt.", &[("direct", "Die Bahn schließt im März", "Lena Brandt")]),
            ("Er fürchtet, dass die Bahn im März schließt.", &[("indirect", "die Bahn im März schließt", "Er")]),
        ],
    );
    check(
        Language::French,
        &[
            (
                "« Nous n’avons plus le temps », a déclaré Anne Morel lundi.",
                &[("direct", "Nous n’avons plus le temps", "Anne Morel")],
            ),
            // the attribution stands between the marks
            (
                "« Le toit ne tiendra pas un hiver, a déclaré la maire, Anne Morel. Je le regrette pour tous. »",
                &[("direct", "Le toit ne tiendra pas un hiver / Je le regrette pour tous", "Anne Morel")],
            ),
            ("« Ce chiffre est faux », a-t-elle répondu.", &[("direct", "Ce chiffre est faux", "a-t-elle")]),
            (
                "« Ce chiffre est faux, s’agace-t-il, et cela se voit. »",
                &[("direct", "Ce chiffre est faux / et cela se voit", "s’agace-t-il")],
            ),
            ("Selon Anne Morel, le marché fermera lundi.", &[("indirect", "le marché fermera lundi", "Anne Morel")]),
            (
                "Anne Morel affirme que le marché fermera lundi.",
                &[("indirect", "le marché fermera lundi", "Anne Morel")],
            ),
        ],
    );
    check(
        Language::Spanish,
        &[
            ("«No nos queda tiempo», dijo Ana Ruiz el lunes.", &[("direct", "No nos queda tiempo", "Ana Ruiz")]),
            (
                "Ana Ruiz aseguró que el mercado cerrará el lunes.",
                &[("indirect", "el mercado cerrará el lunes", "Ana Ruiz")],
            ),
            (
                "Según Ana Ruiz, el mercado cerrará el lunes.",
                &[("indirect", "el mercado cerrará el lunes", "Ana Ruiz")],
            ),
        ],
    );
    check(
        Language::Italian,
        &[
            (
                "«Non abbiamo più tempo», ha detto Anna Rossi lunedì.",
                &[("direct", "Non abbiamo più tempo", "Anna Rossi")],
            ),
            (
                "La sindaca, Giulia Serravalle, ha spiegato che i lavori costeranno due milioni.",
                &[("indirect", "i lavori costeranno due milioni", "Giulia Serravalle")],
            ),
            (
                "«Il tetto non terrà, ha detto Anna Rossi. Mi dispiace per tutti.»",
                &[("direct", "Il tetto non terrà / Mi dispiace per tutti", "Anna Rossi")],
            ),
            (
                "Secondo Anna Rossi, il mercato chiuderà lunedì.",
                &[("indirect", "il mercato chiuderà lunedì", "Anna Rossi")],
            ),
        ],
    );
    check(
        Language::Portuguese,
        &[
            ("“Não temos mais tempo”, disse Ana Souza na segunda.", &[("direct", "Não temos mais tempo", "Ana Souza")]),
            (
                "Ana Souza afirmou que o mercado fechará em março.",
                &[("indirect", "o mercado fechará em março", "Ana Souza")],
            ),
            (
                "Segundo Ana Souza, o mercado fechará em março.",
                &[("indirect", "o mercado fechará em março", "Ana Souza")],
            ),
        ],
    );
    check(
        Language::Dutch,
        &[
            (
                "“Wij hebben geen tijd meer”, zei Lotte Jansen maandag.",
                &[("direct", "Wij hebben geen tijd meer", "Lotte Jansen")],
            ),
            ("Volgens Lotte Jansen sluit de markt maandag.", &[("indirect", "sluit de markt maandag", "Lotte Jansen")]),
            (
                "Lotte Jansen verklaarde dat de markt maandag sluit.",
                &[("indirect", "de markt maandag sluit", "Lotte Jansen")],
            ),
        ],
    );
}

#[test]
fn no_text_breaks_it() {
    let odd = [
        "",
        "\"",
        "“”",
        "‘’",
        "said",
        ": :",
        "“said",
        "said”",
        "''''''",
        "— @",
        "( @x )",
        "— A (@b)",
        "\u{feff}“\u{200b}”",
        "according to",
        "“İ’s” said ’s",
        "„",
        "» «",
        "said , , ,",
        "\"\"\"\"\"",
        "😀 said 😀 “😀”",
        "a\r\rsaid\n\n\n“b",
        "according",
        "e\u{301} said e\u{301}",
        "他说：“好。”",
    ];
    for language in [Language::English, Language::German, Language::French, Language::Unknown] {
        for text in odd.iter().flat_map(|a| odd.iter().map(move |b| format!("{a} {b}"))) {
            let article = crate::parse(text.clone(), &ParseOptions::new().clean(false).language(language));
            for quote in find_quotes(&article).iter() {
                assert!(!quote.text(&article).is_empty(), "{text}");
            }
        }
    }
}

#[test]
fn time_is_linear_in_the_length() {
    let unit = "“He said ‘that’ she said: no, according to Ana Ruiz, who said so — ";
    for text in [unit.repeat(3000), "said ".repeat(30_000), "“a” ".repeat(20_000), "1 the old ".repeat(20_000)] {
        let article = crate::parse(text, &ParseOptions::new().clean(false).language(Language::English));
        let start = std::time::Instant::now();
        let _ = find_quotes(&article);
        assert!(start.elapsed().as_secs() < 30);
    }
}
