"""One set of figures, one Word report. The map: each room, then its modules, with what comes in -> what goes out; each line is the module's first.

A room may import the rooms below it in this list, never one above; `word` imports `base` alone. CONTRIBUTING.md says where to add what.

    api  A data folder and a report's folder -> what another Python program wants of them; the same functions that the commands call.

    commands/  Words of the command line -> what is printed, and an exit code.
        cli            Words of the command line -> the command that they name, and an exit code.
        build          The words of a build -> the report on disk, its public edition where it is asked for, and what is said of both.
        batch          The words of `batch` -> every office's report on disk, how each office ended on the screen, and an exit code.
        bar            Offices as they end -> how far a run is: a bar with the time that is left on a terminal, else a line for each.
        diff           The words of `diff` -> the comparison asked for, printed or written, and an exit code.
        league         The words of `compare` -> a county's offices side by side, printed or written, and an exit code.
        import_report  The words of `import` -> an older report's figures in a year's folder, what was read and what was not on the screen, an exit code.
        template       The words of `template` -> a report's folder made, looked at or put right, and an exit code.
        forms          The words of `forms` and `collect` -> workbooks for villages to fill in, or what they sent back in the year's tables, printed, an exit code.
        page           The words of `page` -> a page in this computer's browser that does all that the commands do, until it is closed; an exit code.
        year           The words of `new` and `status` -> next year's folder, or the first one, or what a year or a county's offices still lack, printed.
        rollup         The words of rollup -> a county's year added up from its offices', what is missing and what was left out, printed, and an exit code.
        outdated       A folder of years and a year -> printed, where they are a county's: what its offices have corrected since they were added up.
        of_county      The words of a command on a county -> its offices, the year that is meant, and the folder of the offices' report.
        screen         Issues -> lines on the screen, the standing ones before those accepted; in UTF-8 and without a character that steers a terminal; the exit codes.
        made           What a command made -> printed where it is text for a terminal, else written where somebody wants it or where such files stand.
        arguments      Words of the command line, and the folders that an office typed once in `reportgen.toml` -> options, or what isn't understood, in Chinese.
        window         The console that this program prints to -> whether a double click made it for this program alone; then nobody types commands in it.
        own_python     The packages that this program needs -> the Python of the `.venv` beside it runs the same words, where this one lacks any of them.
        clock          The computer's clock -> the time as the history and as a tracked change say it; nothing else reads the clock.
        figures        The words of check, figures and explain -> what the checks find, all figures, or where one of them comes from, printed.
        versions       The words of history and restore -> the versions that were replaced, listed or brought back.
        word_file      The words of text and verify -> a Word file as plain text, or held against the data.

    page/  A browser's request -> the same functions as the commands call; no rule of ours stands here alone, and files are the truth.
        serving          An office's folders -> a server for this computer's browser alone, until its last page has been closed for a while or somebody stops it.
        app              An office's folders and the gate before them -> the application that answers a browser.
        refusals         Why a request can't be answered as it was meant -> a page that says so, or the same as data for a script of ours.
        views            An address that a browser asks for -> the function that answers it; its module is imported when somebody asks for the first time.
        gate             A browser's request -> let in, or refused: only the person who started the page, only from the page itself, only on this computer.
        presence         Signs of life from open pages -> when nobody looks at any of them any more, so that a server doesn't run on behind a closed browser.
        desk             An office's folders, the clock that a command brings and a year -> the year as all checks see it and how far it is filled, until a byte changes.
        memory           What is read again and again -> read once until a key says that what it was read from is another.
        wording          What the rooms say of an office's files -> the same as a page says it: in its own words, tables and sections by their Chinese names.
        addresses        A place in a year's files -> the address of the sheet that shows it, '' for a place that no sheet shows.
        overview         A year -> where it stands: what is filled, what is missing from whom, what the checks found, how the report stands, and what to do next.
        report_state     A year as it was read, and the folder of its reports -> how the report stands: not drafted, drafted, edited by people, older than the data.
        work             What takes long -> done in a thread of its own, one thing at a time: how far it is, what came of it, and a way to stop it between two steps.
        working          What is being done, or was done last -> how far it is, asked again and again by a script, and a button that stops it; or what came of it.
        shelf            Files that a page needs for a while (an upload until somebody decides, pictures of pages) -> a folder of this run, which goes with it.
        tables           A year's files -> each as a sheet to type into, checked while somebody types and saved whole or not at all; and how far each is filled.
        year_files       A year's folder, the catalogue and a name -> the file of this name that opens as a sheet; all of them, how far filled and what called.
        year_around      A file of a year -> what its sheet needs of the year around it: names that may stand in its columns, last year's numbers, an empty table.
        sheet_data       A table's sheet, or the rows of a section's YAML -> plain data that the script of a page draws, and a page without script prints.
        typed            What the script of a sheet sends -> changes of a table's cells or of a section's values; and the file's bytes with them.
        marking          A file as it would be with what was typed -> what the checks find in it, each at the cell that it is about as the sheet shows it.
        item_forms       A form below a section's values that was sent -> the section's YAML with this change of a list, of a reported number, or of a date's remark.
        figures          A year's figures -> the list of them with last year's and what the checks found; one of them -> where it comes from and where it is printed.
        issues           What the checks found in a year -> a list that leads to the cells; an issue that may stand is accepted there with a reason, or no longer.
        disclosing       A year and an issue about small numbers -> what the public edition is to print of them, and the names for which that can be decided.
        compare          Two years, or all of them -> the comparison's own page within ours, and the same to take away as a workbook, a text or a Word file.
        county_desk      A county's folder and a year -> its offices and how far each is, read once until a byte of what they handed in changes.
        offices          A county's year -> its offices as a table, who has handed in what and who is behind; the words of a notice, each office's issues and reports.
        offices_batch    Offices that were ticked, or all -> their reports on disk as `batch` writes them, done in the work's thread, and how each of them ended.
        offices_rollup   A county's year -> added up from its offices' as `rollup` does it, and its report built where that is wanted, done in the work's thread.
        offices_league   A county's year -> its offices side by side: the league's own page within ours, and the same to take away as a workbook, a text or a Word file.
        begin            A year that is wanted -> its folder, from the year before or from the catalogue; the page of all ways in which a year begins.
        begin_older      An older report that was uploaded -> the page that shows each of its values with its sentences, or a year's folder of what was confirmed.
        report           A year and its reports -> how the report stands and what a build would change in it, word for word; the build itself, once that was seen.
        report_files     A year's folder of reports -> the files that a page lists there, by the names that an address may bear; no other file can be asked for.
        report_wish      What a form says of how a report is to be built -> the way of a build; and a hash of all that a person saw before deciding on it.
        report_held      A report that is listed -> every number in it held against the year's data, as `verify` does before signing; what may stand is accepted.
        report_received  A Word file that came back, from anywhere -> what it says it is and what a build would do with it; in the report's place, once that was seen.
        report_public    A report that says what the data say -> its public edition, or all that stands in its way; its files to take away.
        report_pictured  A Word file that is listed -> its pages as pictures, or its PDF, as LibreOffice sets them where it is installed.
        report_kept      The versions of a year's reports that were replaced -> one of them back in its place; what stands there now is kept too.

    offices/  A county's folder, with a folder of its own for each office -> its offices' reports, and figures of its own.
        county            A county's folder -> its offices: `offices.csv` says which there are, each has a folder below `offices/`.
        rollup            What a county's offices handed in -> its own figures: exact sums by office, what can't be added up left out and told.
        county_catalogue  The catalogue of a county's offices -> the county's own: every table with the office in front, typed counts as tables, nothing typed anew.
        telling           How offices ended in a run, or what a rollup added up -> the sentences that say so, on the screen and on the page.
        rolled_memory     What a rollup wrote of a county's year <-> `rolled.json`, and what isn't so any more: an office corrected since, a table that people edited.
        handed_in         An office and what it handed in for a year -> how the county's tables and issues name it and its files; how far an office is.
        rolled_tables     What offices handed in -> their county's tables: one below the other, the office in front, and where each row comes from.
        gathering         A county's offices and a year -> what each handed in, as read: from what an earlier run kept of it as long as no byte of its folder is another.
        league            A county, its offices' report folder and a year -> the league of its offices, against the year before where there is one.
        fingerprint       A folder of an office's year -> one hash over the names and bytes of its files: the same hash, the same figures.
        batch             A county, its offices that are wanted and an order -> how each of them ended, in the ledger too; what hasn't changed is passed over.
        one_office        Some offices' year and a report's folder that is read already -> their reports on disk, as a build of each alone writes it, and how each ended.
        outcome           How an office ended in a run over a county's offices <-> one line of JSON.
        ledger            A run's outcomes <-> `batch.jsonl`, a line for each office as it ends: a run that was cut short goes on where it was.
        lock              A folder that a run works on -> a lock in it: a second run learns whose it is and since when; one that nobody holds any more is taken over.
        processes         An order and the offices that are to be built -> how each ended, as they end: in this process, or in several of this computer.
        cluster           An order and the offices that are to be built -> how each ended, built by the workers of a dask scheduler; here, when these are gone.
        far               An order and some offices, on another computer -> how each ended there, and the files that came of it where these are to be sent back.
        sending           An office's files <-> bytes: to a computer that doesn't see the county's folder, and what became of them back to where they stand.
        across            What the offices of a county handed in for a year -> issues that only several of them together show: copied numbers, another's name,
        notice            How far a county's offices are -> the words of a notice (通报): who is complete, who lacks what, who is late; as text, JSON.
        progress          A county's offices, a year and today -> how far each is: what it has handed in, what it lacks, which errors stand, whether it is late.
        report_age        An office's reports and what it has handed in -> which of the reports are older than that, by the build records beside them.
        county_folder     A county's figures, added up -> its year's folder and its report's folder on disk; what its own people typed there stays as it is.
        fates             The catalogue of a county's offices -> what becomes of each metric when they are added up: a sum, a mean that is weighed, or why it stays out.

    public/  A finished report -> its public edition.
        ranked       Masked parts + the order in which the edition prints a figure's parts -> where printed neighbours leave too few numbers for one of them.
        inference    Masked figures + what the edition prints -> where a reader could work a masked number out from the printed ones.
        bare         A story's root (body, header, footer, notes) -> the same words without what only those who wrote it need.
        literal      A package's parts -> the same with every automatic number of a heading or item as typed text, in the look that it had.
        parts        A finished report's parts -> those of its public edition: the words alone, every number typed, nobody's traces.
        loose_ends   A report's parts -> what in it isn't finished: comments nobody has settled, forms nobody has filled in.
        paper        A Word file -> its PDF through LibreOffice, with no more space between Chinese and digits than Word sets.
        contents     A document with a table of contents -> the same with the numbers of today's pages in it, as LibreOffice sets them where it is installed.
        webpage      A public edition's parts -> one clean HTML5 page with the same words, numbers and all, for a website's editor to take.
        publication  A year and its finished report -> the files of the public edition, or everything that stands in its way.
        made         A build that was just done -> its public edition on disk, or all that stands in its way.
        files        The files of a public edition -> on disk beside the report, all of them or none; one that a person changed there is kept first.
        masking      Figures + what the office discloses of them -> what the public edition prints in place of small numbers, and where one stands all the same.

    authoring/  A report's folder as people write it -> what is wrong with it; a new folder.
        punctuation   A paragraph's text -> its punctuation that GB/T 15834-2011 doesn't allow, as far as the text alone can tell.
        language      A template's or a report's paragraphs -> issues: punctuation, numerals and words that official papers don't allow.
        units         A template's lines and the catalogue -> issues: a unit behind a tag that isn't the metric's, or that the tag brings along itself.
        typed         A template's lines + the years' figures -> issues: numbers, years, dates and numbers of headings typed where they should come by themselves.
        chart_titles  A template read -> issues: numbers and years typed into the titles of charts with tags, which nothing brings up to date.
        findings      A report's folder and the years' folders -> everything that is found in its template, before a year prints it.
        skeleton      A report that begins -> the catalogue and the paragraphs that its folder starts with, and the files of data that they ask for.
        open_places   A template's lines and fields + the catalogue -> issues: places left open as other tools leave them, which no build ever fills.
        tag_use       A template's lines and the catalogue -> issues and notes on its tags: missing, copied, cut or of two looks, and left alone in a paragraph.
        adopt/  An office's own report + what a year says -> a template that prints it again.
            from_report     A report as an office has it + a year's data + a report's folder -> a new report's folder, and what is left to do by hand.
            naming          The words beside a number -> the metrics that they name, or might mean.
            assignment      A paragraph's text + what a year's figures and sentences say -> the tags to put into it, and the numbers that are left.
            patterns        A template as a year prints it -> its sentences with the tags that print each piece; where they stand in a text, and which tags belong there.
            passages        A part's root -> its paragraphs' texts, each character with its place, so that stretches of a text can be put otherwise.
            heading_styles  A package's styles and numbering + another's -> heading styles linked to one list, so that Word numbers the headings itself.
            headings        A document whose headings have typed numbers + a layout -> the document with Word's own numbers in their place.
            loops           A document's body + the prose lists of a year -> the paragraphs that say a list's items, as one loop over the list.
            document        An office's own report + what a year says -> a template: its figures as tags, its headings numbered by Word, its lists as loops.
        mend/  A template whose layout differs from GB/T 9704-2012 -> the same put right, without a word of it changed.
            saying         What properties should say, by the names of `layout.properties` -> said by a style, a paragraph or a run of python-docx's.
            pages          A document of python-docx's -> the same with paper, margins, grid and page numbers as GB/T 9704-2012 5 and 7.5 have them.
            looks          A template's parts -> the same with page, styles and paragraphs as GB/T 9704-2012 has them, and what of it was put right.
            template_file  A report's folder -> its template put right on disk, the file as it was kept beside; and what was put right.
        layout/  A report's package -> where its layout differs from GB/T 9704-2012.
            properties       One w:pPr or w:rPr -> what it says, by one name for each property; a character of a run -> the font that Word sets it in, and its face.
            effective        A package's parts -> every paragraph of a story with the properties that Word shows it in, and which style says so.
            elements         A document's paragraphs -> which element of an official paper each is: title, heading, text, office, date, annex (GB/T 9704-2012 7.3).
            deviations       What differs from the standard, paragraph by paragraph -> issues, one per cause, each with its clause and what to do in Word.
            page_rules       A document's sections and footers -> where page, margins, grid and page numbers differ from GB/T 9704-2012.
            element_rules    Paragraphs with their elements -> where fonts, sizes, indents and lines differ from GB/T 9704-2012.
            structure_rules  Paragraphs with their elements -> where title, order of headings, office, date and annexes differ from GB/T 9704-2012.
            rules            A package's parts -> issues: where its layout differs from GB/T 9704-2012, by what Word shows, whatever says so.

    report/  A year's folder and a report's folder -> the report on disk, with what people changed in it, its record and its earlier versions.
        drafting       The stages in order: a year's folder and a report's folder -> figures, issues, the draft; a standing issue about a figure is a comment at it.
        year_inputs    A data folder, a catalogue and a year -> that year's inputs, with those of the year before as far as they are there and can be read.
        drawn          A year and a report's charts -> which figures each of them draws; the report with other words in place of some of these.
        places         A document's paragraphs -> where in it each figure stands: the path of headings and the sentence.
        building       A year and a report's folder -> the report on disk, whole, with its record; what people changed in it is never lost.
        built          How a report is to be built, and what a build did: the records.
        telling        What a build did, or would do -> the sentences that say so, on the screen and on the page: what changed, what isn't so, what was written.
        report_folder  A report's folder -> its catalogue and its prepared template with their hashes, read once for any number of years and offices.
        renewal        A base, the report as people left it, and today's draft -> people's report with today's figures, or why it can't be had.
        replacing      A report that was made + what stands in its place -> report, record and history on disk; a crash or a full disk leaves the one or the other.
        corrections    A build's record and the figures now -> corrections: which figures are others now, from which cells, printed where; as text or JSON.
        documents      Word files, or the record of an earlier build -> what is otherwise in them than in another, or in the data; what was compared -> a Word file.
        against_data   A year's data and a report as people have it -> what in it isn't so or isn't filled; what the year accepts carries its reason.
        records/  A build -> its record (生成记录), and back; a Word file -> the record that it comes from.
            record       A build -> its record (生成记录), a JSON file beside the report: what it read, found and wrote; and back.
            record_file  What a record says <-> its bytes, with a checksum over them; read back only when it is whole and of the shape that we write.
            history      A version of a report that a run replaces -> a copy in `history/` beside it, with its record, time and reason; and back.
            finding      A Word file + the folders where records may lie -> the record and base that it comes from, or why nobody knows.
            standing     An output folder and a report's title -> which of the Word files there a build renews, or the question which, for people to answer.

    verify/  People's document, today's draft and what figures are and were -> what in the document isn't so.
        verification   A Word file and today's draft -> what of its figures isn't so, for the last look before signing and before anything is published.
        bereft         Marks of people's document + today's metrics -> issues: marks behind which no metric of the catalogue, or no part of the data, stands any more.
        copies         Typed numbers + today's draft and figures -> those that a figure was before it was corrected, those that nothing vouches for.
        claimed        A typed number in people's own words -> the metric that these state of the whole office and the report's year, '' where a doubt is left.
        astray         People's units and today's draft's -> the marks whose own text is right, and that say something wrong all the same where they stand.
        printed_as     A draft's units -> how it prints each figure: joined to what, with which unit, in which clauses, in rows and columns of which names.
        typed_notes    People's renewed document + the numbers that people typed where a figure stands -> a comment at each whose figure has changed.
        announced      A caption, head or title of people's and the draft's that it is -> what it says otherwise of the figures below it: a unit, a column's name.
        chart_held     A document's charts and the draft's -> the numbers that are drawn otherwise than the data's, or under another name.
        pictures_held  A document's pictures and today's draft's -> the data's pictures that people's document shows otherwise, or doesn't show any more.
        as_issues      What isn't so in people's document -> issues: what is printed in which place, and what is due there.
        read_again     Typed numbers as the reader of older reports reads them + people's units -> the places where they stand.
        typed_over     People's units and today's draft's -> numbers of the draft's own prose that people typed over: 60岁 into 65岁, 3日内 into 5日内.

    begin/  An older report, last year or the catalogue alone -> a year's folder.
        new_year      A year that is wanted -> its folder, made from the year before or, where there is none, from the catalogue alone; and what is to be said of it.
        table_csv     A table's rows, at the numbers that they have in its file -> a CSV that Excel reads without asking; the rows of a sheet as a CSV says them.
        changed_book  An .xlsx workbook's bytes + what to change on one of its sheets -> the workbook so changed; openpyxl changes it.
        first_year/  The catalogue alone -> the first year's folder, empty, with what is asked for in each place.
            first_section  A section of the catalogue -> its first YAML: every key empty, and what is asked for beside it or above.
            first_table    A table's definition and the names known -> the columns and rows that are to be filled; as a CSV or a workbook.
            first_folder   The catalogue alone -> the first year's folder, or what a folder that was begun still lacks of it; what stands there is left alone.
        forms/  A year's tables -> workbooks that people fill in, and what they send back -> the year's tables.
            form_names    The catalogue and a year's tables -> what their sheets are called, by which column they go by village, which villages there are.
            handed_out    A year's tables -> workbooks to be sent out, one for each village or each section, filled as far as the tables are.
            returned      A folder of workbooks that came back -> their rows by table, read and checked as a year's own tables are; every fault with its place.
            filled_book   An .xlsx workbook's bytes + numbers for some of its cells and rows to add -> the same workbook with them.
            filled_table  A table's file + numbers for some of its cells and rows to add -> the file with them, in the form that it has, all else as it stands.
            collecting    A folder of workbooks that came back + a year's folder -> the year's tables with what they say; or why not, and what would be replaced.
            form_book     Tables to be filled -> an .xlsx workbook, a sheet each: drop-down lists, bounds and formats of numbers, a header that stays in sight.
        filling/  A year's folder and the catalogue -> how far the year is filled, and what is missing from whom.
            asked    What a year has and what the catalogue asks for -> each input that is filled or still missing, by section and file.
            of_year  A data folder, a catalogue and a year -> how far the year is filled, held against the newest one before it.
            told     How far a year is filled -> the same as text for people, as JSON for machines.
        next_year/  A year's folder -> the next year's, empty.
            rewriting     A YAML text and what becomes of each of its entries -> the text with comments and order kept, saying exactly what was meant.
            next_section  A section's YAML of one year -> its YAML for the next: keys, order, comments and prose kept, numbers empty, dates moved on.
            next_table    A table's file of one year -> the file for the next: header, titles, categories and rows of totals as they stand, no number.
            emptied       An .xlsx workbook's bytes -> the same workbook with cells emptied.
            next_folder   A year's folder -> the next year's: same files, villages and categories, no number, dates moved on.
        old_report/  An older report's lines and marks + a template's sentences -> a year's inputs, and what could not be read.
            spelling    A text as people and word processors leave it -> the same in one spelling, each character knowing where it stood.
            phrases     A paragraph's frame -> its sentences in every wording, each as a pattern that finds them in a document and reads their slots.
            document    A .docx -> its paragraphs as somebody reads them, and what its marks say, for reading an older report back.
            readings    What was read of an older report: records of single readings, and of everything that could not be read.
            likeness    The template's phrases + a sentence -> the phrases that it could be word for word, and the one that it is most like.
            matching    A document's sentences and marks + the template's phrases -> which sentence is which phrase, and which marks stand where they belong.
            scope       Words of an older report -> whether what they speak of is another time, place or kind than the template's sentence.
            rewording   Sentences that are no phrase word for word + the phrases -> the numbers whose own words are still the template's.
            lists       The lines between two that were recognised + the template's paragraphs between them -> the lists that stand there, entry by entry.
            reader      The lines of an older report, the marks in it and the template's frames -> everything that was read of it, and what was not.
            marked      A document's marks, the template's frames and today's words -> what the marks say as readings, and which typed numbers aren't so.
            values      Readings of an older report -> one value for each metric, part and text, with its evidence; places that disagree -> issues.
            cells       Decided values + the catalogue -> the cells, totals and reported figures that a year's folder must hold to print them again.
            year_files  What an older report said, placed in tables and sections -> the files of a year's folder, and the record of the import.
            confirming  What was read of an older report -> each value with its sentences, for somebody to confirm; what that person typed -> the readings with it.
            told        What was read of an older report and placed in a year's files -> the sentences and lists that say what was read and what wasn't.
            importing   An older report's file and a report's folder -> the year's folder that gives it again, on disk.

    merge/  A document as it was drafted, as people left it and as it would be drafted today -> people's document with today's figures.
        refresh       A report as built, the same as people left it, and the report as it would be built now -> people's report with today's figures.
        marks         Marks of people's document and those that a draft has in their place -> renewed where they hold what we wrote, told where a person changed them.
        merging       One story of a report as built, as people left it, and as it would be built now -> people's story renewed, and what became of its places.
        placing       Blocks that the data add or put in another order -> their places in people's story, between those that people have there.
        telling       What becomes of places in one story -> the run's list of them, and our comments where people and the data disagree.
        beside_body   People's headers, footers and notes, and those of two drafts -> which is which: by what they say, for word processors number them anew.
        besides       A block of people's document + the same block as drafted -> what people put into it besides words: comments, links, equations and so on.
        pictures      A base's, people's and today's pictures of the data -> today's in people's document, where people left theirs; what became of each.
        own_names     Today's draft and people's document -> the draft by the names that people's document has for its styles and lists, and what that lacks.
        fitting       A row that the data add + people's table -> the row as it fits between theirs, and behind which one it belongs.
        charts        People's document, and drafts of before and of today -> the document with today's numbers in the charts of ours that it shows.
        counterparts  The blocks of a base, of people's document and of today's draft -> which is which, and which of them the data put in another order.
        stale         The texts of a base, of today's draft and of people's document -> which of people's still say words that the draft has given up.
        conflicts     What people and the data both changed -> one comment of ours at each such place, brought up to date and taken back when it no longer holds.
        wordings      What the marks said when a report was built, and what they say today -> of each mark whether a person wrote in it, and what is due.
        renamed       A document's parts + the names that metrics had -> the parts with marks, charts and our comments under today's names; how many were renamed.

    annex/  A comparison -> the annex 「附件」 of a report; the annexes that a document has -> which cells say otherwise, the same renewed; a league -> Word.
        drawing        A comparison in the form of `annex.docx` -> the annex 「附件 主要指标对比表」: behind a draft, or a document of its own in the look of the report.
        chart          A comparison -> what moved most, as a Word chart that can be edited.
        league         A league + a report's template -> a Word document in the template's look: the metrics one below the other, the offices side by side.
        annexed        A document with the annex 「附件 主要指标对比表」 -> the annexes out of its body, wherever they stand, and back.
        table          The annex's table as it stands in two documents -> which row and column of the one is which of the other, by what they say.
        held           A document's annexes + the draft's -> the cells that say something else than the data, or that an annex is another one altogether.
        renewal        The annex's table as it was drafted, as people have it and as today's data print it -> people's table with today's cells.
        renewed_chart  A document with annexes, and drafts of before and of today -> the document with its annexes' charts as today's data draw them.
        form           `annex.docx` of a report's folder, or the form that comes with the program -> the annex's form, ready to print; what is wrong with it.

    compare/  Two years, several, or many offices -> what changed and who ranks where, as text, CSV, JSON, a page or a spreadsheet.
        comparing     Two years -> their comparison; several -> their series.
        forms         A comparison, a series or a league -> the forms in which people read it; each is imported when it is asked for: a workbook costs 100 ms.
        league        Many offices' figures of a year, and of the year before -> a league: each metric by office, with rank, share, change and what stands out.
        outlying      The same number of many offices -> which of them are far off the others', by median and MAD, or why nobody can tell.
        rows          A comparison -> rows of text, the same in every form: what each change says, and what is said above all of them.
        plain_text    A comparison -> text for a terminal, CSV or JSON.
        series_text   A series over several years -> text for a terminal, CSV or JSON.
        page          A comparison -> one self-contained HTML page to read, search, sort and print; nothing in it comes from elsewhere.
        league_page   A league -> one self-contained HTML page: each metric's offices by rank, to read, search, sort and print, in the frame of a comparison's page.
        series_page   A series -> one self-contained HTML page: each metric's years side by side with a small line, in the frame of a comparison's page.
        sheet         A comparison -> an .xlsx that an office forwards: numbers that calculate, and formulas for what changed.
        sheet_look    Texts, exact numbers and formulas -> the cells of a comparison's workbook in one look, ready to print on A4.
        league_sheet  A league -> an .xlsx that an office forwards: a row for each metric and office, with formulas for sum, rank, share and change.
        league_rows   A league -> rows of text, the same in every form: what each office's line says, and what is said above all of them.
        league_text   A league -> text for a terminal, or CSV.

    template/  report.docx + what it may say -> a prepared template -> a rendered document.
        cells            A cell's own tags, {% vm %} {% hm %} {% colspan … %} {% cellbg … %} -> the cell as Jinja; what they may say -> what is printed of it.
        columns          A template's tables with columns that a loop repeats -> why one can't be printed so; the same as Jinja, each column as wide as it must be.
        content          Figures and texts -> the names and values that a template may say; nothing else is within its reach.
        filter_checker   A filter of a tag + what stands before it -> what both stand for, or the reason why they can't be said.
        filters          What stands before a filter -> what it gives: a figure's parts, entries in another order, a figure worded.
        texts            A year's sections -> its texts one by one, each with its place; issues: those that nobody has written yet, or anew.
        expressions      What a tag says -> what it stands for, or the reason why a template may not say it.
        tags             One tag of a template: what its author typed, where, and what it says; a text with {{number}} for each tag -> words and tags.
        placement        A tag -> why it can't stand where it does or take what it takes.
        reading          A report's `report.docx` -> its parts and their tags, with everything that is wrong with them.
        rendering        `report.docx` of a report's folder -> a template of docxtpl's with a mark around each figure; the template + content -> a document's parts.
        compiled         A part of a template + its tags -> the part compiled, with a mark around each figure; that + values -> its XML.
        in_run           A year's text + how the run is set that it stands in -> its XML: each figure a mark, what is emphasised in bold.
        inline_pictures  Pictures of a year's folder -> docxtpl's InlineImage for each part of a report that prints them, and the parts with their files.
        tagged_texts     A year's texts -> their tags, checked as a template's are; texts with tags -> the same filled, each figure where a mark will stand.
        mending          A rendered part -> the same part as Word insists on having it, after conditions and loops have taken and repeated pieces of it.
        merged_down      A template's cells merged down -> each knows which merge it is of; a rendered part's -> the same merges, whatever rows are left of them.
        frames           A template's paragraphs with their tags -> frames: prose with slots, branches and loops, and every wording that they can take.
        joining          A template's paragraphs with {%- or -%} -> the paragraphs that these join, and the text without the blanks that they trim.
        lines            A template's paragraphs as words and tags: the records that Word's reader makes and every check of the prose asks.
        line_reader      A template read -> its lines: each paragraph as words and tags, with its number and what stands around it.
        blank            A report's package -> its layout without its text; and a new template on that layout: page, styles, numbering, footers.
        misspelt         What stands in a tag as another program or an input method would have it -> the same as our tags say it, and the form to write.
        nesting          Things in a row with tags among them -> the same as a tree: what stands between if and endif, for and endfor, is one block.
        notes            A template whose loops have footnotes or endnotes -> each note where its sign stands, so that it is printed with its round; and back.
        nouns            What a template may say -> its nouns: what each name stands for, what its dots reach and what a loop over it gives.
        restarting       A template's numbered lists in loops -> which loop begins them anew; the rounds of a render -> the lists that it needs beside the template's.
        sandbox          A checked tag's Jinja source + values -> the text that it prints; a part's source -> a compiled template that reaches nothing else.
        charts           A chart's alternative text with tags -> what the chart draws; that + values -> the names and numbers of it, each with its figure's title.
        tag_checker      A part's tags, each whole and with its place -> the same with what they print, ask or go through, or why one can't be used.
        tag_reader       A part of a template -> its tags, each whole and with its place, or every reason why one can't be used.

    checks/  Figures, and two years' tables -> issues. A check returns what it found and never raises.
        data        Figures -> issues: what is missing, reported or totalled otherwise than the tables give, too large, or too small to publish.
        identities  Identities and figures -> issues: which relations don't hold, in all or in one village, and which ones nothing that was given can confirm.
        rounding    Figures -> how far each figure may lie from what it says, because a person rounded what it rests on before typing it.
        last_year   Last year's figures and this year's -> issues: what changed so much, or so oddly, that somebody should look before the leader does.
        fractions   The rates in a year's tables, and last year's -> issues: 0.92 in a column of %, where the others say that 92 is meant.
        prose       A draft's sentences and the figures -> issues that only the text shows: copied paragraphs, sentences said twice, numbers typed.
        privacy     A year's texts and figures -> issues: what tells of one person or household. The report is public and holds counts, not people.
        rows/  Two years' tables -> rows, cells and villages that look exchanged, copied, left standing or mistyped.
            slips      Last year's number, or table of numbers, and this year's -> which slip of typing this year's looks like.
            paired     Two years' tables -> the cells that stand in both, each with what it says in either year and the metrics that it goes into.
            scatter    Counts of two years, cell by cell -> how far each is off what it should be by chance, in squared standard deviations.
            exchanged  Counts of two years -> those that were exchanged: villages, categories, columns, or two cells that fit last year better the other way round.
            outlying   Counts of two years -> the rows whose number is far off what the years' chance and the other places allow, and copies of a neighbour's.
            findings   Two years' tables -> issues about their rows, one for each cause: the plainest that explains what stands there.

    word/  A .docx: its package, marks, numbering, text, comments and revisions.
        package            A .docx file's bytes <-> its parts by name; the same parts always give the same bytes.
        drawingml          The names of what is drawn in Word's XML: pictures, charts, and what describes either (ECMA-376, part 1, 20 and 21).
        charts             A package's parts -> the charts in them: where each is shown, what it is called by, and the names and numbers that it keeps.
        chart_data         A chart's part + what it is to draw -> the chart in the look that it has with today's names and numbers, and the workbook behind it.
        relations          A package's parts + a new part that one of them refers to -> the parts with it (ECMA-376 Part 2, 6.5 and 7.2.3).
        opening            A .docx on disk, or its bytes -> its parts, sound and under the names that Word gives them; or one sentence on why it can't be read.
        fields             A story's root -> its fields and what they show; those that are not wanted left with what they say today, or with other words (ECMA-376 17.16).
        outside            A package's parts -> the same without what fetches, runs or leads elsewhere, and what that was.
        marks              A run, a figure's title, text and tag -> its mark: a run-level content control, or the XML of one amid the run's text.
        pictures           A story's root -> the pictures in it that come from the data, each known by its drawing's name; room for one in its paragraph, and its file.
        comments           A report's parts + remarks about figures -> the parts with a Word comment at each figure remarked upon; or without anybody's.
        numbering          styles.xml, numbering.xml and paragraphs' properties in document order -> the automatic number of each paragraph.
        text               A .docx's parts -> its paragraphs, its headers and footers, and its plain text as Word shows them, automatic numbers included.
        sentences          A report's parts -> its sentences, each with the marks in it and the numbers that are typed beside them.
        origin             A package's parts + which report, year and build they are of -> the parts that say so; and what a package says of itself.
        blocks             A part's root -> what it says block by block: each paragraph's text with its marks named, as a person sees it.
        grid               A table -> what its cells say, row by row and column by column, a merged cell in each row and column that it goes through.
        notes              A document's body and its foot- or endnotes -> which notes the body refers to; the notes without those that nobody reads.
        units              A document's stories -> its units, a sentence of a paragraph or a row of a table each, with every number and date in it.
        number_forms       A text with numbers as a person typed them -> the numbers in it, the same in one form, and another text in that person's form.
        quotation          A number in a sentence or row -> the words around it: enough for a line of the screen, or the few that name the place while numbers change.
        alignment          Two lists of texts -> which of the one is which of the other: by content, so that nothing depends on ids that word processors rewrite.
        retyped            People's document and today's draft -> the numbers that are typed where the draft has a figure.
        undecided          A mark whose text changes as a revision that nobody has decided on <-> the same as LibreOffice can save it.
        resaved            A story as a word processor saved it -> the same with its marks as a draft has them: each one control inside of its paragraph.
        pending            Revisions of ours that nobody has accepted or rejected yet: found below a block, taken back, or seen as if they were.
        block_settings     A paragraph, row or cell -> its settings, and those of its mark, in the places that the schema wants, where revisions of it stand.
        paragraph_content  A paragraph's content -> what of it has places or parts elsewhere: comments, bookmarks, references; new content like what it replaces.
        revisions          What a run changes in a document that people have edited -> the change itself, or Word's tracked revision of it.
        events             What became of places in a report -> events, as a run lists them; and two drafts -> the paragraphs that came and went.
        headings           A document's styles and blocks -> its title, which of its paragraphs are headings, and under which heading each block stands.
        turned             A sentence of people's and the draft's that it is + words of two directions -> the word that was turned round: 减少 into 增加.
        last_mark          A revision of the mark of a text's last paragraph <-> the same at the mark before it, where Word wants it.
        unfinished         A document's parts -> what waits in it for somebody: braces of a tag that nothing filled, tracked changes that nobody has decided on.
        whole              A .docx's parts <-> python-docx's document, for those who make a whole one or write into one; the same document gives the same bytes.

    figures/  Catalogue + inputs -> figures, their wording, their provenance, and what changed from one side to another.
        compute     Catalogue + a year's sources -> figures: exact values, each with the rows or figures it came from.
        rules       A metric's rule + the cells, totals and figures that it is of -> its figure; the totals that an office typed, as rules of their own.
        parts       A metric's rule + what its rows add up to by category -> its parts by the categories of a column: as figures, or their numbers alone.
        wording     A figure's value -> the Chinese text that stands in the report, and the wordings that a template may ask for.
        provenance  A figure -> where it comes from, in words: one line for a list, a whole tree for 「依据是什么」.
        listing     All figures -> a list of them as text, CSV or JSON: value, unit, how computed, from which cells.
        changes     Two sides -> changes: each metric before and after, the difference from unrounded values, and what can't be compared and why.
        series      The sides of several years -> a series per metric: its values year by year, and where they can't be set side by side.
        sides       A year's figures, all of them or each category's of a column, or the marks of a document -> sides of a comparison.
        adding      Tables of one year or of many offices' years and what is to be added up -> exact sums, one `groupby` for all; over an empty cell: missing.
        figure      What a figure is: a metric's value for one year, and the cells that it rests on, looked up when they are asked for.

    editing/  A file as an office keeps it + what a person changed in it -> the same file with the change.
        saved               What a person changed in a file as it was shown -> the file on disk with these changes; or the file as somebody else has left it.
        sheet               A table's file, its definition and last year's table -> what a sheet on a page shows: columns, rows, which cells can't be typed in and why.
        one_writer          A file that is about to be written -> a lock beside it: two pages that save at the same moment do it one behind the other.
        table_cells         A table's file + changes of its cells -> the file with exactly these cells changed, whatever form of those that can be edited it has.
        cell_changes        What a person changed in a table's cells -> the record of it, and which texts no cell of a table can take.
        csv_cells           A table's text file + changes of its cells -> the file with these cells alone put otherwise: its encoding, line ends and quotes stay.
        xlsx_cells          An .xlsx's bytes + changes of cells of one sheet -> the workbook with these cells and what formulas make of them; all else stays as it is.
        typed_cell          A text as a person typed it + the format of the cell -> how a workbook stores it such that it is read back as what was meant.
        dependent_formulas  The sheets of a workbook + cells that are others now -> what the formulas that depend on them come to, exactly; or which can't be told.
        formula_text        A formula's text -> its tokens with the ranges of cells that it names; the same text as a shared formula says it in another cell.
        sheet_spans         A worksheet's XML -> where in its bytes each row and cell stands, with what a cell says and the formula behind it.
        sheet_writing       A worksheet's bytes with the places of its cells + what some of them store now -> its bytes; only these cells' spans differ.
        yaml_values         A section's YAML as bytes + what a person typed for one of its values, dates or texts, or for a number to be reported -> the bytes with it.
        disclosing          A section's YAML as bytes + how the public edition prints a small number, and why, or no longer -> the bytes whose `public` says so.
        pasted_names        Lines that somebody pasted, a name in each + the names of a list -> the names to add to it, and what is to be said of the other lines.
        yaml_list           A section's YAML as bytes + an item of one of its lists changed, added, left out or moved, or names pasted -> the bytes with it, comments too.
        accepting           A section's YAML as bytes + an issue that may stand, with the reason, or may no longer -> the bytes whose `accepted` says so.
        values_sheet        A section's definitions, its YAML as bytes and last year's -> the rows of a sheet: what is typed, its unit, last year's, where it comes from.
        changing            A section's YAML file and one change to a node of it -> the file with this change, read again and held against what was meant.
        splicing            A YAML text and where a node of it is written -> the text with that node changed, added, left out or moved, all else byte for byte.
        yaml_file           A section's YAML as an office saved it <-> its text, its nodes and where these are written; a change that is proven -> its bytes.

    inputs/  The catalogue and a year's folder -> definitions, tables and values, with every fault in them and its cell.
        catalogue         What a report's metrics are: the records that the catalogue's reader makes and every later stage asks.
        catalogue_file    `catalogue.yaml` -> `Catalogue`; everything that can't be meant is told with its row, all at once.
        definitions       A metric's YAML node and the tables known -> the metric, or the one reason why it can't be meant.
        metric_rules      How a metric's figure comes about, as the catalogue says it: a sum over a table's rows, a formula, a typed number or date, the year.
        relation_records  What the catalogue says of its metrics together: identities, stocks from year to year, from where on a change stands out.
        relations         What the catalogue says about its metrics and the metrics known -> relations between them, or the reason why one can't be meant.
        columns           A table's node in the catalogue -> its dimension columns with their categories and its measure columns with their units.
        renaming          What the catalogue's metrics were called before -> titles, expressions and texts of that time under today's names.
        grid              One table file as Excel or WPS saved it -> its header and cells as text, with the rows as Excel counts them.
        header            The top rows of a table and the columns that it may have -> its header: one to three rows, and which column each of its cells names.
        over              What stands above the columns of a table, and the year that it is of -> columns of another time or a plan; the other year of all of it.
        crosswise         A table's header and rows and the columns that it may have -> why it can't be read where it lies on its side.
        said_units        What a table says of units above and below its header, and each column's own -> the columns that another unit is said of, each told.
        unit_words        A unit that somebody wrote over a column, and the column's own -> whether it is the same, or another of the same thing.
        asides            What stands in a table beside its figures: columns as 序号 and 备注, rows as 注：, 填表人： and 其中： -> what to call it, '' for figures.
        sheets            A workbook's filled sheets and the columns of a table -> the sheet that holds the table, and those that hold no number of it.
        total_words       A word in a column of categories -> whether it says a total: of the whole table, of the category beside it, or of rows that nobody can tell.
        passed_over       A table's grid and which of its columns are ours -> what in it is no data, passed over and said in one line; rows that nobody sees, told.
        quantities        The cells of a column of numbers, as people see them -> exact numbers; what is wrong with several of them -> one issue.
        tables            One table's cells and its definition -> categories and exact numbers by column; faults of every cell -> issues.
        namesakes         The names in columns for which nobody listed them -> issues: two that may be one place, 庄科村 and 庄科村委会.
        acceptance        What a section's YAML decides with a reason: issues that may stand -> accepted; figures of few households -> how the public reads them.
        pictures          What a section's YAML says of a picture + the files of the year's folder -> the picture with its width and words; every fault -> issues.
        section           A section's YAML nodes -> its single numbers, dates, texts and the figures that must be printed as reported.
        folder            A year's folder -> its tables, single values, dates and texts as written; every fault in them -> issues with cell.
        folder_files      A year's folder -> its files; a name that the catalogue asks for -> the file that is meant by it, or what to do where there is none.
        sources           What a year's folder says: the record that its reader makes and every later stage asks.
        years             A data folder -> the years that it holds, and the folders that are nearly named like one.
        written           A table's file as a spreadsheet saved it -> its rows as written, numbered as Excel counts them; one reader for each form.
        categories        The words in a table's columns of categories -> each as the catalogue, or else its first row, spells it; rows of totals and remarks.

    base/  Numbers, dates, formulas, names, text files, YAML, spreadsheets, saving, issues.
        issues           Faults found in inputs, figures or documents -> records with a place, a severity and a Chinese message.
        faced            A sentence as a command says it and as the page does -> one text: the commands print it as it is, the page asks for its own words.
        textfile         A file's bytes as Excel, WPS and Notepad save them -> text; its blanks and widths, and the characters that no report can carry; its tags.
        folding          A text as it is written in a YAML file, and what YAML makes of it -> the text as the person sees it, and what YAML took for a comment.
        yaml_faults      What a YAML parser says of a fault, in English, and the file's lines -> the row to look at, and what is most likely wrong there.
        yamlfile         A YAML file's bytes -> plain nodes that know their row; faults of form -> issues.
        numbers          A number as a person typed it -> an exact number, or the reason why it is none; and units that scale a number.
        dates            A date, month or period as an office writes it -> a calendar value of the report's year, and back to Chinese text.
        formula          The text of a formula or an identity -> a checked expression tree that computes with exact numbers.
        hashing          Bytes, or a file -> their SHA-256 in hexadecimal, by which a record knows a file: the same hash, the same bytes.
        saving           Bytes -> a file on disk, whole or not at all; what a person edited is kept under a name of its own first. A title -> a name for a file.
        lock_file        A file that says who holds a lock -> made by one alone, its age by its folder's clock, taken away by one alone who judged it to be nobody's.
        terminal         Rows and trees of text -> lines for a terminal, where a Chinese character is two columns wide.
        libreoffice      A document that Word or WPS writes -> the same in another form, through LibreOffice where it is installed.
        program          A command -> the program run to its end with nothing on the screen, stopped when it takes too long or isn't wanted; or in the place of this one.
        pdf_pages        A PDF's bytes -> a picture of each of its pages, through pdftoppm where it is installed.
        spreadsheet_xml  An XML part of a spreadsheet -> its elements, as far as a table goes: no more of them, no further out, no document type.
        worksheet        The XML of an .xlsx's parts -> its cells, merged ranges, hidden rows and columns as stored, its texts and formats, no further than a table goes.
        shown            A number as a spreadsheet stores it and its format, or what it showed -> the number as people see it, or that they see another one.
        workbook         An .xlsx workbook's bytes -> its filled sheets: their cells as people see them, by row.
        book             A workbook made with openpyxl, or rows -> the bytes of an .xlsx; the same cells always give the same bytes.
        counting         The words behind a number -> the unit that they begin with, and the amount in its plainest unit, in which two spellings are one.
        stated           A number or date as people type it in a sentence -> what it states, and whether that is what a figure says.
        names            How a name is spelled, shown and sorted: which spellings are one, the sign before a category, how long either may be; a column's letters.
        numerals         A number as it is printed -> the same in Chinese numerals: 一万五千一百四十二, 八十九点二; an amount of money as on a cheque: 壹万伍仟元整.
        odsfile          An .ods spreadsheet's bytes -> its filled sheets: their cells as people see them, by row.
        odstable         The XML of an .ods's parts -> its tables that hold anything, their cells as they are stored, no further than a table goes.
        picture          A picture file's bytes -> the picture alone: its form, its size, and its bytes without what says where, when and by whom it was taken.
        xlsfile          The bytes of an .xls or .et workbook -> the same as .xlsx, through LibreOffice where it is installed.
        yaml_places      A YAML text without faults -> its nodes, each with the characters that it is written with; which texts YAML takes for something else.
        yaml_writing     A text, or a whole mapping -> YAML that our reader reads back as exactly this.

The terms (section, metric, figure, provenance, identity, issue, mark, build record) mean one thing each; CONTRIBUTING.md has the table.
"""

__version__ = "0.1.0"
