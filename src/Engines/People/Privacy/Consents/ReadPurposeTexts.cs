using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

/// <summary>All purposes with their text of today, for the privacy officer.</summary>
internal sealed record ListPurposeTexts : IQuery<IReadOnlyList<PurposeLine>>;

/// <summary>A purpose.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Basis">What allows it.</param>
/// <param name="Version">Version that holds now.</param>
/// <param name="Coming">First day of a version that was announced.</param>
/// <param name="Standing">Consents that count.</param>
/// <param name="ToOlder">Of these, given to an older text.</param>
internal sealed record PurposeLine(string Code, Phrase Title, LegalBasis Basis, int Version, DateTimeOffset? Coming, int Standing, int ToOlder);

/// <summary>Every version of one purpose's text, newest first. What people agreed to stays readable for everybody.</summary>
internal sealed record ReadPurposeTexts(string Purpose) : IQuery<IReadOnlyList<TextVersion>>;

/// <summary>One version.</summary>
/// <param name="Version">1, 2, 3 …</param>
/// <param name="From">From when it holds.</param>
/// <param name="Until">When the next one took over.</param>
/// <param name="Change">What was new in it.</param>
/// <param name="OlderStand">Whether consents to older versions went on.</param>
/// <param name="By">Who published it; <c>null</c> where it came with the program.</param>
/// <param name="Hash">SHA-256 of the sentences.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">Which data, who, how.</param>
/// <param name="Necessity">Why not with less.</param>
/// <param name="Impact">What it may mean.</param>
/// <param name="Keeps">How long.</param>
/// <param name="Otherwise">What who says no does.</param>
internal sealed record TextVersion(
    int Version, DateTimeOffset From, DateTimeOffset? Until, Phrase? Change, bool OlderStand, string? By, string Hash,
    Phrase Title, Phrase Text, Phrase Necessity, Phrase Impact, Phrase Keeps, Phrase Otherwise)
{
    public static TextVersion Of(PurposeText text, PurposeText? next) => new(
        text.Version, text.From, next?.From, text is { ChangeZh: { } zh, ChangeEn: { } en } ? new Phrase(zh, en) : null, text.Older == OlderConsents.Stand,
        text.PublishedByName, text.Hash, (text.TitleZh, text.TitleEn), (text.TextZh, text.TextEn), (text.NecessityZh, text.NecessityEn),
        (text.ImpactZh, text.ImpactEn), (text.KeepsZh, text.KeepsEn), (text.OtherwiseZh, text.OtherwiseEn));
}

internal sealed class ReadPurposeTextsHandler(LinliDb db, PurposeTexts texts, TimeProvider time)
    : IHandler<ListPurposeTexts, IReadOnlyList<PurposeLine>>, IHandler<ReadPurposeTexts, IReadOnlyList<TextVersion>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/texts", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListPurposeTexts(), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Purposes with their texts and consents 告知文本");
        api.MapGet("/privacy/texts/{purpose}", (string purpose, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadPurposeTexts(purpose), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Every version of what people agree to 告知文本的各个版本");
    }

    public async Task<Result<IReadOnlyList<PurposeLine>>> Handle(ListPurposeTexts request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var rows = (await db.Records<PurposeText>().AsNoTracking().ToListAsync(cancel)).ToLookup(t => t.Purpose);
        var consents = (await db.Records<Consent>().Where(c => c.WithdrawnAt == null).GroupBy(c => new { c.Purpose, c.TextVersion })
            .Select(g => new { g.Key.Purpose, g.Key.TextVersion, Count = g.Count() }).ToListAsync(cancel)).ToLookup(g => g.Purpose);
        var lines = new List<PurposeLine>();
        foreach (var purpose in texts.All.OrderBy(p => p.Basis).ThenBy(p => p.Code, StringComparer.Ordinal))
        {
            var begun = rows[purpose.Code].Where(t => t.From <= now).OrderBy(t => t.Version).ToList();
            if (begun.Count == 0)
                continue;
            var (text, lowest) = (begun[^1], ConsentRules.Lowest([.. begun.Select(t => (t.Version, t.Older))]));
            lines.Add(new(
                purpose.Code, (text.TitleZh, text.TitleEn), purpose.Basis, text.Version, rows[purpose.Code].Where(t => t.From > now).Min(t => (DateTimeOffset?)t.From),
                consents[purpose.Code].Where(c => c.TextVersion >= lowest).Sum(c => c.Count),
                consents[purpose.Code].Where(c => c.TextVersion >= lowest && c.TextVersion < text.Version).Sum(c => c.Count)));
        }

        return lines;
    }

    public async Task<Result<IReadOnlyList<TextVersion>>> Handle(ReadPurposeTexts request, CancellationToken cancel)
    {
        var versions = texts.Find(request.Purpose) is null ? [] : await texts.Versions(request.Purpose, cancel);
        if (versions.Count == 0)
            return Problem.NotFound("purpose_unknown", "没有这项用途。", "There is no such purpose.");
        return versions.Select((t, i) => TextVersion.Of(t, i + 1 < versions.Count ? versions[i + 1] : null)).Reverse().ToList();
    }
}
