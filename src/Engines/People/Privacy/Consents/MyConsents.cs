using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

/// <summary>What a person's data are used for, what they agreed to, and every answer they gave before.</summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record MyConsents(Guid? Person = null) : IQuery<ConsentsOfPerson>;

/// <summary>All uses of one person's data.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Name">Their name.</param>
/// <param name="MayGive">Why the caller cannot agree for them; <c>null</c> when they can.</param>
/// <param name="Uses">Every use, those that can be chosen first.</param>
/// <param name="History">Every answer, newest first.</param>
internal sealed record ConsentsOfPerson(Guid Person, string Name, Phrase? MayGive, IReadOnlyList<UseOfData> Uses, IReadOnlyList<ConsentLine> History);

/// <summary>One use.</summary>
/// <param name="Purpose">Code.</param>
/// <param name="Basis">What allows it.</param>
/// <param name="Sensitive">Asked for alone.</param>
/// <param name="Version">Version of the text that holds now.</param>
/// <param name="Since">From when it holds.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">Which data, who, how.</param>
/// <param name="Necessity">Why not with less.</param>
/// <param name="Impact">What it may mean.</param>
/// <param name="Keeps">How long.</param>
/// <param name="Otherwise">What who says no does.</param>
/// <param name="GivenAt">Since when it is agreed to; <c>null</c> while it is not.</param>
/// <param name="GivenToOlder">An older text was agreed to, which does not count any more: the new one is asked for.</param>
/// <param name="MayAsk">A sensitive use without a valid assessment is not offered.</param>
/// <param name="AgreedVersion">Version that was agreed to.</param>
/// <param name="Change">What is new in the text.</param>
/// <param name="Coming">A newer text that was announced.</param>
/// <param name="FromGuardian">A guardian had agreed; it is the young person's to confirm or take back.</param>
internal sealed record UseOfData(
    string Purpose, LegalBasis Basis, bool Sensitive, int Version, DateTimeOffset Since,
    Phrase Title, Phrase Text, Phrase Necessity, Phrase Impact, Phrase Keeps, Phrase Otherwise,
    DateTimeOffset? GivenAt, bool GivenToOlder, bool MayAsk, int? AgreedVersion, Phrase? Change, TextVersion? Coming, bool FromGuardian)
{
    /// <summary>Whether the text of today, or the one to come, was not agreed to yet though an older one was.</summary>
    public bool HasNewer => AgreedVersion is { } agreed && agreed < (Coming?.Version ?? Version);
}

/// <summary>One answer of the past.</summary>
/// <param name="Purpose">What the use is called.</param>
/// <param name="Code">Its code.</param>
/// <param name="Version">Version of the text.</param>
/// <param name="Hash">SHA-256 of the text.</param>
/// <param name="GivenAt">When, UTC.</param>
/// <param name="Way">How.</param>
/// <param name="WithdrawnAt">When it ended.</param>
/// <param name="WithdrawnWay">How.</param>
/// <param name="Papers">Papers behind it.</param>
internal sealed record ConsentLine(
    Phrase Purpose, string Code, int Version, string Hash, DateTimeOffset GivenAt, ConsentWay Way, DateTimeOffset? WithdrawnAt, ConsentWay? WithdrawnWay,
    IReadOnlyList<PaperLine> Papers);

/// <summary>A paper behind an answer.</summary>
/// <param name="Withdraws">Whether it takes the consent back.</param>
/// <param name="SignedOn">Local day of the signature.</param>
/// <param name="Reference">Its number, or where it lies.</param>
/// <param name="Witness">Who saw the signature.</param>
/// <param name="RecordedBy">Member of staff who wrote it down.</param>
/// <param name="At">When they did, UTC.</param>
/// <param name="Scan">Scans.</param>
internal sealed record PaperLine(
    bool Withdraws, DateOnly SignedOn, string Reference, string Witness, string RecordedBy, DateTimeOffset At, IReadOnlyList<StoredFile> Scan);

internal sealed class MyConsentsHandler(LinliDb db, ConsentDesk desk, PurposeTexts texts, IFileStore files, CurrentCaller current, TimeProvider time)
    : IHandler<MyConsents, ConsentsOfPerson>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/consents", (Guid? person, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyConsents(person), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("What my data are used for and what I agreed to 我的授权");

    public async Task<Result<ConsentsOfPerson>> Handle(MyConsents request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } self)
            return ConsentProblems.Machines;
        var (person, isSelf, isGuardian) = await desk.Relation(request.Person ?? self, self, cancel);
        var today = LocalTime.Today(time);
        if (person is null || !(isSelf || (isGuardian && ConsentRules.IsChild(person.BirthDate, today))))
            return ConsentRules.Nobody;
        var all = await db.Records<Consent>().AsNoTracking().Where(c => c.PersonId == person.Id)
            .OrderByDescending(c => c.GivenAt).ThenByDescending(c => c.Id).ToListAsync(cancel);
        var uses = new List<UseOfData>();
        var versions = (await db.Records<PurposeText>().AsNoTracking().OrderBy(t => t.Version).ToListAsync(cancel)).ToLookup(t => t.Purpose);
        foreach (var purpose in texts.All)
            if (Use(purpose, [.. versions[purpose.Code]], all.Find(c => c.Purpose == purpose.Code), await desk.MayAsk(purpose, cancel)) is { } use)
                uses.Add(use);
        var papers = await Papers(person.Id, cancel);
        return new ConsentsOfPerson(
            person.Id,
            Names.Own(person),
            ConsentRules.MayGive(person.BirthDate, isSelf, isGuardian, today)?.Message,
            [.. uses.OrderBy(u => u.Basis).ThenBy(u => u.Purpose, StringComparer.Ordinal)],
            [.. all.Select(c => new ConsentLine(
                texts.Find(c.Purpose)?.Title ?? new(c.Purpose, c.Purpose), c.Purpose, c.TextVersion, c.TextHash, c.GivenAt, c.Way, c.WithdrawnAt, c.WithdrawnWay, [.. papers[c.Id]]))]);
    }

    private UseOfData? Use(Purpose purpose, List<PurposeText> versions, Consent? latest, bool mayAsk)
    {
        var now = Clock.Now(time);
        var begun = versions.Where(t => t.From <= now).ToList();
        if (begun is not [.., var text])
            return null;
        var open = latest?.WithdrawnAt is null ? latest : null;
        var stands = open is not null && open.TextVersion >= ConsentRules.Lowest([.. begun.Select(t => (t.Version, t.Older))]);
        var coming = versions.Find(t => t.From > now);
        return new UseOfData(
            purpose.Code, purpose.Basis, purpose.Sensitive, text.Version, text.From,
            (text.TitleZh, text.TitleEn), (text.TextZh, text.TextEn), (text.NecessityZh, text.NecessityEn),
            (text.ImpactZh, text.ImpactEn), (text.KeepsZh, text.KeepsEn), (text.OtherwiseZh, text.OtherwiseEn),
            stands ? open!.GivenAt : null, !stands && (open is not null || latest?.WithdrawnWay == ConsentWay.Lapsed), mayAsk,
            stands ? open!.TextVersion : null, text is { ChangeZh: { } zh, ChangeEn: { } en } ? new Phrase(zh, en) : null,
            coming is null ? null : TextVersion.Of(coming, null), stands && open!.PassedOnAt is not null);
    }

    private async Task<ILookup<Guid, PaperLine>> Papers(Guid person, CancellationToken cancel)
    {
        var lines = new List<(Guid Consent, PaperLine Line)>();
        foreach (var p in await db.Records<ConsentPaper>().AsNoTracking().Where(p => p.PersonId == person).OrderBy(p => p.At).ToListAsync(cancel))
            lines.Add((p.ConsentId, new(p.Withdraws, p.SignedOn, p.Reference, p.Witness, p.RecordedByName, p.At, await files.Of(ConsentPaper.Files, p.Id, cancel))));
        return lines.ToLookup(l => l.Consent, l => l.Line);
    }
}
