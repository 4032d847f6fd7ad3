"""One set of figures, one Word report. The map, in the order in which a report comes about; what one makes, the next takes.

    cli               words of the command line -> the command that they name
    commands          a command's words -> what it prints, and its exit code; with the other commands and screen, all that prints
    diff_command      the words of diff -> the comparison asked for
    template_command  the words of template -> a new report's folder
    screen            issues -> lines on the screen
    arguments         words of the command line -> options
    building          a year and a report's folder -> the report on disk, with what people changed in it
    pipeline          the stages of a draft in order

    issues            what can be wrong: Location, Severity, Issue, Unusable
    textfile          bytes of a text file -> text
    yamlfile          YAML -> nodes that know their row; the only place that knows yaml
    exact             a typed number -> an exact number; rounding; units that scale
    dates             a typed date -> a calendar value of the report's year, and back to text
    formula           a formula or identity -> an expression that computes exactly

    catalogue         what a report's metrics are: the records
    rules             a metric's YAML node -> the metric
    identities        an identity's YAML node -> the identity
    expectations      what the catalogue says of the year before -> limits, stocks, as-of dates
    columns           a table's node in the catalogue -> its columns
    catalogue_file    catalogue.yaml -> Catalogue

    workbook          .xlsx bytes -> cells as text; the only place that reads with openpyxl
    grid              a CSV or .xlsx as saved -> header and cells as text
    tables            a grid and its definition -> categories and exact numbers
    values            a section's YAML -> single numbers, dates, texts, figures as reported
    sources           a year's folder -> tables and values, checked
    figures           catalogue + sources -> figures; pandas ends here
    consistency       identities + figures -> issues: relations that don't hold
    checks            figures -> issues
    changes           two sides -> changes: before, after, difference, what can't be compared
    sides             a year's figures, or a document's marks -> a side
    slips             last year's number and this year's -> which slip of typing it looks like
    unusual           changes -> what stands out, and why
    privacy           a year's texts -> issues: what looks like one person's data
    prose             a draft's sentences + figures -> issues that only the text shows
    acceptance        issues + what a year accepts of them -> issues with the reason

    wording           a figure's value -> Chinese text
    content           figures and texts -> what a template may say
    word.package      .docx bytes <-> parts
    word.expressions  what a tag says -> what it stands for, or why a template may not say it
    word.tags         a template's tags, made whole -> their places, or what is wrong with them
    word.marks        marks: wrapped into a template, read from a document
    word.mending      a rendered part -> the same as Word insists on having it
    word.template     report.docx -> prepared template -> .docx bytes
    word.relations    a package's parts + a part that one of them refers to -> the parts with it
    word.comments     remarks about figures -> Word comments at them
    word.numbering    numbering.xml + paragraphs -> the numbers that Word shows
    word.text         .docx -> plain text with its numbers
    word.sentences    .docx -> sentences with their marks and typed numbers
    word.title        .docx -> its title
    word.places       .docx -> where each figure stands
    word.blocks       a part -> its paragraphs as a person sees them, marks named
    word.stutter      a document that LibreOffice saved -> without what it said again and again
    word.alignment    two lists of texts -> which of the one is which of the other
    word.revisions    a change in a document -> the change itself, or Word's revision of it
    word.refresh      base + people's document + ours -> people's document with today's figures

    saving            bytes -> a file, whole or not at all
    renewal           a record, people's report and today's draft -> people's report with today's figures
    history           a version that is replaced -> a copy with its record, and back
    verification      a Word file + today's draft -> what of its figures isn't so
    record            a build -> its record (生成记录), and back

    series            the sides of several years -> a series per metric
    comparing         two years -> their comparison
    documents         Word files, or a build's record -> what is otherwise in them
    corrections       a build's record and the figures now -> what was corrected, from which cells, printed where

    provenance        a figure -> where it comes from, in words
    listing           all figures -> text, CSV, JSON
    formats.rows      a comparison -> rows of text, the same in every form
    formats.plain     a comparison -> text, CSV, JSON
    formats.corrected  corrections -> text, JSON
    formats.years     a series -> text, CSV, JSON
    formats.page      a comparison -> one self-contained HTML page
    formats.series_page  a series -> one self-contained HTML page, a small line per metric
    formats.book      a filled workbook -> .xlsx bytes that know no clock
    formats.sheet     a comparison -> .xlsx with formulas
    naming            the words beside a number -> the metrics that they name
    phrases           a template's sentences as printed -> where they stand in a text, with their tags
    assignment        a text + what a year says -> the tags that belong into it, and the numbers that are left
    word.patterns     a template + a year -> the sentences that it prints, with their tags
    word.passages     a part -> its paragraphs' texts with each character's place, to be put otherwise
    word.cells        a paragraph in a table -> the heads of its row and column
    word.heading_styles  a package's styles -> heading styles that one list numbers
    word.headings     typed numbers of headings -> Word's own
    word.loops        paragraphs that say a list's items -> a loop
    word.adoption     an office's own report + what a year says -> a template
    adoption          a Word file + a year + a report's folder -> a new report's folder, and what is left to do
    word.blank        a report's package -> its layout, and a new template on it
    skeleton          a report that begins -> its folder, and the data that it asks for
    word.table        a comparison -> Word's own table
    word.chart        a comparison -> what moved most as a Word chart with its data
    word.annex        a comparison -> the annex 「附件」, behind a report or by itself
    terminal          rows and trees -> lines for a terminal

The terms (section, metric, figure, provenance, identity, issue, mark, build record) mean one thing each; CONTRIBUTING.md has the table.
"""

__version__ = "0.1.0"
