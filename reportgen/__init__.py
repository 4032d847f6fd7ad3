"""One set of figures, one Word report. The map, in the order in which a report comes about; what one makes, the next takes.

    cli               words of the command line -> the command that they name
    commands          a command's words -> what it prints, and its exit code; with the *_commands and screen, all that prints
    build_command     the words of a build -> the report on disk, and what is said of it
    diff_command      the words of diff -> the comparison asked for
    import_command    the words of import -> an older report's figures in a year's folder
    template_command  the words of template -> what is done with a report's folder
    final_command     a build -> the public edition, and what is said of it
    year_command      the words of new and status -> next year's folder, or what a year lacks
    screen            issues -> lines on the screen, every character of them seen
    arguments         words of the command line -> options
    built             how a report is to be built, and what a build did: the records
    building          a year and a report's folder -> the report on disk, with what people changed in it
    pipeline          the stages of a draft in order

    issues            what can be wrong: Location, Severity, Issue, Unusable
    textfile          bytes of a text file -> text
    folding           the lines of a YAML text, and what YAML folds them to -> the text as a person sees it
    yaml_faults       what a YAML parser says of a fault -> its row, and what to do
    yamlfile          YAML -> nodes that know their row, a text -> a scalar; the only place that knows yaml
    exact             a typed number -> an exact number; rounding; units that scale
    dates             a typed date -> a calendar value of the report's year, and back to text
    names             how a figure is called where it stands: the sign between a metric and its category, and how long either may be
    years             a data folder -> the years that it holds
    formula           a formula or identity -> an expression that computes exactly

    catalogue         what a report's metrics are: the records
    rules             a metric's YAML node -> the metric
    identities        an identity's YAML node -> the identity
    expectations      what the catalogue says of the year before -> limits, stocks, as-of dates
    properties        the catalogue's `properties` -> which text is the office, which date the report's
    columns           a table's node in the catalogue -> its columns
    renaming          what metrics were called before -> titles, expressions, texts of that time under today's names
    catalogue_file    catalogue.yaml -> Catalogue

    worksheet         the XML of an .xlsx's parts -> cells as stored, texts, number formats
    shown             a stored number and its number format -> the number as people see it
    workbook          .xlsx bytes -> the cells of its one filled sheet as people see them
    grid              a CSV or .xlsx as saved -> header and cells as text
    quantities        a column's cells as people see them -> exact numbers
    tables            a grid and its definition -> categories and exact numbers
    namesakes         the names of tables without a list of them -> issues: two that may be one place
    disclosure        a section's `public` -> how the public edition prints figures of few households
    values            a section's YAML -> single numbers, dates, texts, figures as reported
    sources           a year's folder -> tables and values, checked
    figures           catalogue + sources -> figures; pandas ends here
    rounding          figures -> how far each may be off because it was rounded before it was typed
    consistency       identities + figures -> issues: relations that don't hold
    partwise          identities + figures by category -> issues: relations that don't hold in one village
    checks            figures -> issues
    changes           two sides -> changes: before, after, difference, what can't be compared
    sides             a year's figures, or a document's marks -> a side
    slips             last year's number and this year's -> which slip of typing it looks like
    paired            two years' tables -> the cells that stand in both
    scatter           counts of two years -> how far each is off what it should be by chance
    exchanged         counts of two years -> villages, categories, columns, cells in each other's place
    outlying          counts of two years -> rows that are far off, copies of the row above
    left_standing     cells of two years -> tables that are still last year's
    row_findings      two years' tables -> issues about their rows, one for each cause
    dates_in_step     dates of two years -> issues: which isn't about a year after last year's
    unusual           changes -> what stands out, and why
    tagged            a text with a template's tags -> the text with a stand-in for each tag
    privacy           a year's texts -> issues: what looks like one person's data
    prose             a draft's sentences + figures -> issues that only the text shows
    acceptance        issues + what a year accepts of them -> issues with the reason

    stated            a number or date as people type it in a sentence -> what it states, and whether a figure says that
    counting          the words behind a number -> its unit; an amount in its plainest unit

    wording           a figure's value -> Chinese text
    content           figures and texts -> what a template may say
    texts             a year's sections -> its texts with their places; which nobody has written yet
    word.package      .docx bytes <-> parts
    word.opening      anybody's .docx -> its parts, sound and under Word's own names, or why it can't be read
    word.fields       a story -> its fields, those that aren't wanted left with what they say today
    word.outside      a package's parts -> the same without what fetches, runs or leads elsewhere, and what that was
    word.expressions  what a tag says -> what it stands for, or why a template may not say it
    word.tags         a template's tags, made whole -> their places, or what is wrong with them
    word.reading      a report's report.docx -> its parts and their tags, with everything wrong with them
    word.marks        marks: wrapped into a template, read from a document
    word.mending      a rendered part -> the same as Word insists on having it
    word.template     a template read -> prepared template -> .docx bytes
    word.texts        a year's texts with tags -> checked; filled, their figures where marks will stand
    word.unfilled     a document's parts -> issues: braces of tags that nothing filled
    word.relations    a package's parts + a part that one of them refers to -> the parts with it
    word.comments     remarks about figures -> Word comments at them
    word.numbering    numbering.xml + paragraphs -> the numbers that Word shows
    word.text         .docx -> plain text with its numbers
    word.sentences    .docx -> sentences with their marks and typed numbers
    word.title        .docx -> its title
    word.origin       .docx <-> which report, year and build it is of
    word.likeness     two .docx -> how unlike they are, for one that doesn't say what it is
    word.places       .docx -> where each figure stands
    word.blocks       a part -> its paragraphs as a person sees them, marks named
    word.besides      a block of people's + the same as drafted -> what people put into it besides words
    word.units        a document's stories -> its sentences and rows, with every number and date in them
    word.number_forms  a text with numbers as a person typed them -> the same in one form, and back in that person's form
    word.quotation    a number in a sentence or row -> a few words around it that name the place
    word.own_names    today's draft and people's document -> the draft by the names that people's has for its styles and lists
    word.undecided    a mark with a revision that nobody has decided on <-> the same as LibreOffice can save it
    word.resaved      a story as a word processor saved it -> the same with its marks as a draft has them
    word.stutter      a document that LibreOffice saved -> without what it said again and again
    word.alignment    two lists of texts -> which of the one is which of the other
    word.fitting      a row that the data add + people's table -> the row as it fits between theirs
    word.pending      revisions of ours that nobody has decided on -> found, taken back, seen as rejected
    word.block_settings  a paragraph or row -> its settings, where revisions of it stand
    word.surrounding  a block of a story -> what people put around it: a control or custom XML
    word.paragraph_content  a paragraph's content -> what of it has places or parts elsewhere; new content like it
    word.revisions    a change in a document -> the change itself, or Word's revision of it
    word.tracked      a report's parts -> its paragraphs with tracked changes that nobody has decided on
    word.events       what became of places in a report -> events; two drafts -> the paragraphs that came and went
    word.headings     a document's styles and blocks -> which are headings, and under which heading each block stands
    word.counterparts  the blocks of a base, of people's document and of today's draft -> which is which, and what the data moved
    word.stale        base + today's draft + people's texts -> which of people's still say what the draft has given up
    word.conflicts    what people and the data both changed -> one comment at each such place, kept up to date
    word.wordings     what marks said and what they say today -> which a person wrote in, what is due
    word.telling      what becomes of places in one story -> the run's list, and our comments
    word.placing      blocks that the data add or put in another order -> their places in people's story
    word.merging      a story as built, as people left it, as it would be now -> people's story renewed
    word.annex_table  the annex's table in two documents -> which row and column is which, by what they say
    word.annexed      a document with its annexes -> the annexes out of it and back
    word.annexed_chart  a document with its annexes + drafts -> their charts as today's data draw them
    word.annex_held   a document's annexes + the draft's -> the cells that say something else, or that it is another annex
    word.annex_renewal  the annex's table as drafted, as people have it, as due -> people's table with today's cells
    word.renamed      a document's parts + the names that metrics had -> its marks and our comments under today's names
    word.refresh      base + people's document + ours -> people's document with today's figures
    word.retyped      people's document and today's draft -> the numbers typed where a figure stands
    word.printed_as   a draft's units -> how it prints each figure: joined to what, its unit, clauses, rows and columns
    word.turned       a sentence of people's and the draft's -> the word that was turned into its contrary
    word.astray       people's units and the draft's -> the marks that say something wrong where they stand
    word.typed_notes  people's renewed document + such numbers -> a comment at each whose figure has changed

    saving            bytes -> a file, whole or not at all

    finding           a Word file -> the record and base that it comes from, whatever it is called by now
    standing          an output folder -> which of its Word files a build renews; a file -> the records of its builds
    renewal           a base, people's report and today's draft -> people's report with today's figures
    replacing         a report that was made + what stands in its place -> report, record and history on disk
    history           a version that is replaced -> a copy with its record, and back
    copies            typed numbers + what figures are and were -> those left behind by a correction, those that nothing vouches for
    astray_issues     marks that say something wrong where they stand -> issues
    stale_issues      people's document + what earlier drafts said -> issues: what still says it
    annex_issues      a document's annexes held against the draft's -> issues, row and column
    verification      a Word file + today's draft -> what of its figures isn't so
    held              a year's data and a report as people have it -> what in it isn't so or isn't filled, what is accepted with its reason
    record            a build -> its record (生成记录), and back
    record_file       what a record says <-> its bytes, checked whole

    series            the sides of several years -> a series per metric
    comparing         two years -> their comparison; several -> their series
    documents         Word files, or a build's record -> what is otherwise in them
    corrections       a build's record and the figures now -> what was corrected, from which cells, printed where

    provenance        a figure -> where it comes from, in words
    listing           all figures -> text, CSV, JSON
    formats.rows      a comparison -> rows of text, the same in every form
    formats.plain     a comparison -> text, CSV, JSON
    formats.corrected  corrections -> text, JSON
    formats.years     a series -> text, CSV, JSON
    formats.page      a comparison -> one self-contained HTML page
    formats.series_page       a series -> one self-contained HTML page, a small line per metric
    formats.book      a filled workbook -> .xlsx bytes that know no clock
    formats.sheet     a comparison -> .xlsx with formulas
    word.table        a comparison -> Word's own table
    word.chart        a comparison -> what moved most as a Word chart with its data
    word.annex        a comparison -> the annex 「附件」, behind a report or by itself
    terminal          rows and trees -> lines for a terminal

  A new year: new, status
    newyear.rewriting  a YAML text + what becomes of its entries -> the text, comments and order kept
    newyear.section    a section's YAML -> the next year's, numbers empty, dates moved on
    newyear.emptied    .xlsx bytes -> the same with cells emptied; where openpyxl is known, beside formats.book and formats.sheet
    newyear.table      a table's file -> the next year's, cells empty
    newyear.filling    what a year has + what the catalogue asks for -> what is missing, from whom
    newyear.folder     a year's folder -> the next year's; a year -> how far it is filled
    formats.filling    how far a year is filled -> text, JSON

  An older report read back: import
    older.evened      a text as people leave it -> the same in one spelling
    older.frames      a template's paragraphs -> prose with slots, branches and loops
    word.framing      report.docx -> its frames
    older.phrases     a paragraph's frame -> its sentences in every wording, as patterns
    word.older        an older report's .docx -> its paragraphs and what its marks say
    older.readings    what was read of an older report: records; its lines and sentences
    older.wrapping    a plain text's lines -> its paragraphs, where only a page's width ended the lines
    older.likeness    phrases + a sentence -> those that it could be word for word, and the one that it is most like
    older.matching    sentences + phrases -> which is which, word for word
    older.scope       words before a number -> whether they speak of another time, place, kind or part
    older.misplaced   marks + sentences -> the marks that stand where their metric belongs
    older.rewording   a sentence that was reworded -> the numbers whose words are still the template's
    older.lists       the lines between two that were recognised -> the lists that stand there
    older.report      an older report's lines and marks -> everything read of it, and what was not
    older.marked      a document's marks and typed numbers -> readings, and those that aren't so today
    older.decisions   readings -> one value for each metric; places that disagree -> issues
    older.deduction   values -> the cells, totals and reported figures that give them again
    older.year_files  what an older report said -> the files of a year's folder
    older.importing   an older report's file -> a year's inputs

  A report's folder: template check
    authoring.punctuation        a paragraph's text -> its slips against GB/T 15834-2011
    authoring.numerals           a paragraph's text -> its slips against GB/T 15835-2011
    authoring.language           paragraphs -> issues: punctuation, numerals and words that official papers don't allow
    word.layout.fonts            a character and its run's fonts -> the font that Word sets it in; a font's name -> its face
    word.layout.properties       one pPr or rPr -> what it says
    word.layout.effective        a package's parts -> its paragraphs as Word shows them, whatever says so
    word.layout.elements         paragraphs -> which element of an official paper each is
    word.layout.deviations       what differs from GB/T 9704-2012 -> issues, one per cause
    word.layout.page_rules       sections and footers -> where page, grid and page numbers differ
    word.layout.element_rules    paragraphs -> where fonts, sizes, indents and lines differ
    word.layout.structure_rules  paragraphs -> where title, order, office, date and annexes differ
    word.layout.rules            a package's parts -> where its layout differs from GB/T 9704-2012
    authoring.lines              a template's paragraphs as words and tags: the records
    word.lines                   a template read -> its lines
    authoring.units              lines -> issues: units that aren't the metric's
    authoring.typed              lines + figures -> issues: numbers, years, dates, numbers of headings typed
    authoring.unprinted          lines + catalogue -> metrics and texts that are filled in and never printed
    authoring.emptied            lines -> issues: paragraphs that a condition leaves empty
    authoring.slots              lines -> issues: tags copied, misplaced, cut, formatted in two ways
    authoring.check              a report's folder + the years' -> all that is found in its template

  A report's folder: template new, template adopt
    authoring.naming              the words beside a number -> the metrics that they name
    authoring.printed             a template's sentences as printed -> where they stand in a text, with their tags
    authoring.assignment          a text + what a year says -> the tags that belong into it, and the numbers that are left
    word.adopting.patterns        a template + a year -> the sentences that it prints, with their tags
    word.adopting.passages        a part -> its paragraphs' texts with each character's place, to be put otherwise
    word.adopting.cells           a paragraph in a table -> the heads of its row and column
    word.adopting.heading_styles  a package's styles -> heading styles that one list numbers
    word.adopting.headings        typed numbers of headings -> Word's own
    word.adopting.loops           paragraphs that say a list's items -> a loop
    word.adopting.adoption        an office's own report + what a year says -> a template
    authoring.adoption            a Word file + a year + a report's folder -> a new report's folder, and what is left to do
    word.adopting.blank           a report's package -> its layout, and a new template on it
    authoring.skeleton            a report that begins -> its folder, and the data that it asks for

  The public edition: --final
    edition.masking          figures + disclosures -> what is printed in place of small numbers, where one stands all the same
    edition.inference        masked figures + what is printed -> where a reader could work one out
    word.edition.bare        a story -> the same words without controls, comments, traces of who wrote it
    word.edition.literal     a package's parts -> every automatic number as typed text
    word.edition.docprops    title, office, date -> a document's properties
    word.edition.parts       a finished report's parts -> those of its public edition
    word.edition.loose_ends  a report's parts -> what in it isn't finished
    word.edition.webpage     a public edition's parts -> one HTML page
    edition.publication      a year and its finished report -> the public edition, or what stands in its way
    libreoffice              a document -> the same in another form, where LibreOffice is installed
    edition.publishing       the public edition's files -> on disk beside the report, all or none

The terms (section, metric, figure, provenance, identity, issue, mark, build record) mean one thing each; CONTRIBUTING.md has the table.
"""

__version__ = "0.1.0"
