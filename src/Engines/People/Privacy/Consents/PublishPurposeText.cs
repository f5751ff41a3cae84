using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Privacy.Consents;

/// <summary>
/// Publishes a new version of the sentences people agree to (告知文本). Who agreed to an older one is told, and may answer from
/// now on; the old versions stay readable.
/// </summary>
/// <param name="From">First local day on which it holds; from today to a year ahead, not before the newest version.</param>
/// <param name="Older">What becomes of consents to older versions: <c>lapse</c> where purpose, way or kind of data change, <c>stand</c> where only words do.</param>
/// <param name="Change">What is different, 4–500 characters in each language; people read it.</param>
/// <param name="Title">What people call the use, 2–60 characters.</param>
/// <param name="Text">Which data, who uses them, how, 4–1,000 characters.</param>
/// <param name="Necessity">Why not with less.</param>
/// <param name="Impact">What it may mean for the person.</param>
/// <param name="Keeps">How long the data are kept.</param>
/// <param name="Otherwise">What a person does who says no.</param>
internal sealed record PublishPurposeText(
    DateOnly? From, OlderConsents? Older, Phrase Change, Phrase Title, Phrase Text, Phrase Necessity, Phrase Impact, Phrase Keeps, Phrase Otherwise)
    : ICommand<TextPublished>, IValidated, IAudited
{
    /// <summary>Code of the purpose.</summary>
    [JsonIgnore]
    public string Purpose { get; init; } = "";

    public string? AuditSubject => Purpose;

    [JsonIgnore]
    public IReadOnlyList<Phrase> Sentences =>
        [Tidy(Title), Tidy(Text), Tidy(Necessity), Tidy(Impact), Tidy(Keeps), Tidy(Otherwise)];

    public IEnumerable<Problem> Problems()
    {
        foreach (var (field, said, least, most, zh, en) in new[]
        {
            ("change", Change, 4, 500, "变更内容", "what changed"), ("title", Title, 2, 60, "名称", "the title"), ("text", Text, 4, 1000, "处理内容", "which data are used"),
            ("necessity", Necessity, 4, 1000, "必要性", "the necessity"), ("impact", Impact, 4, 1000, "影响", "what it means for people"),
            ("keeps", Keeps, 4, 1000, "保存期限", "how long data are kept"), ("otherwise", Otherwise, 4, 1000, "不同意时的办法", "what who says no does"),
        })
            if (new[] { said.Zh, said.En }.Any(t => t?.Trim() is not { } given || given.Length < least || given.Length > most))
                yield return Problem.Invalid(field, $"{field}_missing", $"请用中英文写明{zh}（各 {least}–{most} 个字）。", $"Say {en} in Chinese and in English ({least}–{most} characters each).");
        if (Older is null)
            yield return Problem.Invalid("older", "older_missing", "请选择旧同意如何处理：失效（lapse）或继续有效（stand）。", "Say what becomes of older consents: lapse or stand.");
        if (From is null)
            yield return WrongDay;
    }

    public static Problem WrongDay => Problem.Invalid("from", "text_from_wrong",
        "生效日期从今天起、一年以内，且不早于最新一版。", "It begins today or within a year, and not before the newest version.");

    public static Phrase Tidy(Phrase phrase) => new(phrase.Zh.Trim(), phrase.En.Trim());
}

/// <summary>The new version.</summary>
internal sealed record TextPublished(string Purpose, int Version, DateTimeOffset From);

internal sealed class PublishPurposeTextHandler(LinliDb db, PurposeTexts texts, CurrentCaller current, TimeProvider time)
    : IHandler<PublishPurposeText, TextPublished>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/privacy/texts/{purpose}", (string purpose, PublishPurposeText request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request with { Purpose = purpose }, made => $"/api/v1/privacy/texts/{made.Purpose}", cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Publish a new version of what people agree to 发布新版告知文本");

    public async Task<Result<TextPublished>> Handle(PublishPurposeText request, CancellationToken cancel)
    {
        if (!OfficerPlaces.OfAll(current.Value))
            return OfficerPlaces.WholeOnly;
        if (texts.Find(request.Purpose) is not { } purpose)
            return Problem.NotFound("purpose_unknown", "没有这项用途。", "There is no such purpose.");
        var now = Clock.Now(time);
        var today = LocalTime.DateOf(now);
        await db.LockUntilCommit($"people.purpose_text.{purpose.Code}", cancel);
        var versions = await texts.Versions(purpose.Code, cancel);
        var from = request.From == today ? now : LocalTime.StartOfDay(request.From!.Value);
        if (request.From < today || request.From > today.AddYears(1) || versions.Exists(v => v.From > from))
            return PublishPurposeText.WrongDay;
        var sentences = request.Sentences;
        var hash = Purpose.HashOf(sentences);
        if (versions.LastOrDefault()?.Hash == hash)
            return Problem.Conflict("text_unchanged", "内容与最新一版相同。", "Nothing differs from the newest version.");
        var change = PublishPurposeText.Tidy(request.Change);
        var made = new PurposeText
        {
            Id = Guid.CreateVersion7(now), Purpose = purpose.Code, Version = versions.Select(v => v.Version).DefaultIfEmpty().Max() + 1, Hash = hash, From = from,
            TitleZh = sentences[0].Zh, TitleEn = sentences[0].En, TextZh = sentences[1].Zh, TextEn = sentences[1].En,
            NecessityZh = sentences[2].Zh, NecessityEn = sentences[2].En, ImpactZh = sentences[3].Zh, ImpactEn = sentences[3].En,
            KeepsZh = sentences[4].Zh, KeepsEn = sentences[4].En, OtherwiseZh = sentences[5].Zh, OtherwiseEn = sentences[5].En,
            ChangeZh = change.Zh, ChangeEn = change.En, Older = request.Older!.Value,
            PublishedBy = current.Value.Account, PublishedByName = current.Value.Name,
        };
        db.Records<PurposeText>().Add(made);
        return new TextPublished(made.Purpose, made.Version, made.From);
    }
}
