using System.Security.Cryptography;
using System.Text;
using Linli.Cases.Loop;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Import;

/// <summary>
/// Takes over cases from another system, with their times and answers. Safe to repeat: what is already there, by source and
/// id, stays as it is. Refused rows are told with their reason; the others of the batch are kept.
/// </summary>
public sealed record ImportCases : ICommand<ImportReport>, IAudited, IJudgedByRow
{
    /// <summary>Name of the other system, 1 to 40 characters; ids are unique within it.</summary>
    public string Source { get; init; } = "import";

    /// <summary>Code of the community of rows without a point or community of their own.</summary>
    public string? Community { get; init; }

    /// <summary>Whether neighbours may see the public face of what comes in, where the case type allows it.</summary>
    public bool Public { get; init; }

    /// <summary>Check only: nothing is written.</summary>
    public bool DryRun { get; init; }

    /// <summary>At most 500 rows.</summary>
    public IReadOnlyList<ImportedCase> Rows { get; init; } = [];

    string? IAudited.AuditSubject => $"{Source}: {Rows.Count}";
}

/// <summary>One case of the other system.</summary>
/// <param name="Row">Its row in the file, for the report.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Text">What was reported.</param>
/// <param name="ReceivedAt">When it came in.</param>
/// <param name="Title">One line; made from the text when left out.</param>
/// <param name="Reporter">Who reported it: a name or a pseudonym.</param>
/// <param name="AnsweredAt">When it was answered.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Category">Code or Chinese name of a category.</param>
/// <param name="Community">Code of the community.</param>
/// <param name="PlaceText">The place in words.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="Rating">1–5.</param>
public sealed record ImportedCase(
    int Row, string Id, string Text, DateTimeOffset? ReceivedAt, string? Title = null, string? Reporter = null,
    DateTimeOffset? AnsweredAt = null, string? Answer = null, string? Category = null, string? Community = null,
    string? PlaceText = null, double? Longitude = null, double? Latitude = null, int? Rating = null);

/// <summary>What became of the rows.</summary>
/// <param name="Added">How many are new.</param>
/// <param name="AlreadyThere">How many were there before.</param>
/// <param name="Refused">The others, each with its problem.</param>
public sealed record ImportReport(int Added, int AlreadyThere, IReadOnlyList<RefusedRow> Refused);

/// <summary>A row that was not taken.</summary>
/// <param name="Row">Its row in the file.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record RefusedRow(int Row, string Id, string? Field, Phrase Reason);

internal sealed class ImportCasesHandler(
    LinliDb db, CurrentCaller current, Categories categories, CaseTypes types, Routing routing, CaseClocks clocks,
    Counters counters, TextIndex search, FieldCipher cipher, TimeProvider time) : IHandler<ImportCases, ImportReport>, IUseCase
{
    private const int MostRows = 500;
    private const int LongestAnswer = 20_000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/import", (ImportCases request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CasesPermissions.Import).WithTags("Cases").WithSummary("Take over cases from another system 导入");

    public async Task<Result<ImportReport>> Handle(ImportCases request, CancellationToken cancel)
    {
        if (request.Source.Length is 0 or > 40)
            return Problem.Invalid("source", "cases.source_length", "来源名称应为 1–40 个字符。", "A source has 1 to 40 characters.");
        if (request.Rows.Count > MostRows)
            return Problem.Invalid("rows", "cases.too_many_rows", $"一次最多 {MostRows} 行。", $"At most {MostRows} rows at once.");
        var keys = request.Rows.Where(HasId).Select(r => KeyOf(request.Source, r)).ToList();
        var there = await db.Unfiltered<Case>().Where(c => keys.Contains(c.ExternalKey!)).Select(c => c.ExternalKey!).ToHashSetAsync(cancel);
        var (added, known) = (0, 0);
        var refused = new List<RefusedRow>();
        var taken = new Dictionary<string, ImportedCase>(StringComparer.Ordinal);
        foreach (var row in request.Rows)
        {
            var key = KeyOf(request.Source, row);
            if (Refuse(row, taken.GetValueOrDefault(key), Clock.Now(time)) is { } problem)
            {
                refused.Add(new(row.Row, row.Id, problem.Field, problem.Message));
                continue;
            }

            if (there.Contains(key) || !taken.TryAdd(key, row))
            {
                known++;
                continue;
            }

            if (await Add(request, row, key, cancel) is { } wrong)
                refused.Add(new(row.Row, row.Id, wrong.Field, wrong.Message));
            else
                added++;
        }

        return new ImportReport(added, known, refused);
    }

    private static string KeyOf(string source, ImportedCase row) => $"{source}:{row.Id}";

    private static bool HasId(ImportedCase row) => row.Id.Length is > 0 and <= 60 && !row.Id.Any(char.IsControl);

    /// <summary>What is wrong with a row by itself, or beside an earlier one of the same id.</summary>
    internal static Problem? Refuse(ImportedCase row, ImportedCase? earlier, DateTimeOffset now)
    {
        if (!HasId(row))
            return Problem.Invalid("id", "cases.import_id", "缺少编号，或编号超过 60 个字符。", "The id is missing or longer than 60 characters.");
        if (earlier is not null && (earlier.Text != row.Text || earlier.ReceivedAt != row.ReceivedAt))
            return Problem.Invalid("id", "cases.import_twice", $"编号与第 {earlier.Row} 行相同但内容不同。", $"The id is that of row {earlier.Row}, which says something else.");
        if (!PlainText.TryClean(row.Text, ReportCase.MaxText, out var text) || text.Length < 2)
            return Problem.Invalid("text", "cases.text_length", $"内容应为 2 到 {ReportCase.MaxText} 个字。", $"The text must have 2 to {ReportCase.MaxText} characters.");
        if (row.ReceivedAt is not { } received)
            return Problem.Invalid("receivedAt", "cases.import_received", "缺少受理时间，或无法识别。", "The time of receipt is missing or unreadable.");
        if (received.Year < 1970)
            return Problem.Invalid("receivedAt", "cases.import_long_ago", "受理时间太早，请检查。", "The time of receipt is too long ago: check it.");
        if (received > now || row.AnsweredAt > now)
            return Problem.Invalid(received > now ? "receivedAt" : "answeredAt", "cases.import_future", "时间晚于现在。", "The time lies in the future.");
        if (row.AnsweredAt < received)
            return Problem.Invalid("answeredAt", "cases.import_order", "答复时间早于受理时间。", "It was answered before it was received.");
        if (row.AnsweredAt is not null != !string.IsNullOrWhiteSpace(row.Answer))
            return Problem.Invalid("answer", "cases.import_answer", "答复和答复时间要同时给出。", "Give the answer and its time together.");
        if (!PlainText.TryClean(row.Answer, LongestAnswer, out _))
            return Problem.Invalid("answer", "cases.answer_length", "答复不超过 20000 个字。", "An answer has at most 20,000 characters.");
        if (!PlainText.TryCleanLine(row.PlaceText, 200, out _))
            return Problem.Invalid("placeText", "cases.place_text_length", "地点描述不超过 200 个字。", "The place has at most 200 characters.");
        if (!PlainText.TryCleanLine(row.Reporter, 100, out _))
            return Problem.Invalid("reporter", "cases.import_reporter", "反映人不超过 100 个字。", "The reporter has at most 100 characters.");
        if (row.Rating is < 1 or > 5)
            return Problem.Invalid("rating", "cases.rating_range", "评价应为 1 到 5。", "A rating is 1 to 5.");
        if (row.Longitude is null != row.Latitude is null || (row.Latitude is { } lat && !GeoPoint.IsValid(lat, row.Longitude!.Value)))
            return Problem.Invalid("place", "cases.place_unreadable", "经纬度不正确。", "Longitude and latitude are wrong.");
        return null;
    }

    private async Task<Problem?> Add(ImportCases request, ImportedCase row, string key, CancellationToken cancel)
    {
        if (await CategoryOf(row.Category, cancel) is not { } category)
            return Problem.Invalid("category", "cases.category_unknown", $"没有“{row.Category}”这个分类。", $"There is no category “{row.Category}”.");
        var route = await routing.Find(row.Longitude, row.Latitude, row.Community ?? request.Community, cancel);
        if (!route.Ok)
            return route.Problem;
        if (!current.Value.May(CasesPermissions.Import, route.Value.Scope))
            return Problem.Invalid("community", "cases.not_your_desk", "您没有向这个社区导入的权限。", "You may not import into this community.");
        if (request.DryRun)
            return null;

        var type = types.Find(category.Type) ?? throw new InvalidOperationException($"No scene brings case type '{category.Type}'.");
        var item = await Build(request, row, key, category, type, route.Value, cancel);
        await clocks.Start(item, item.OpenedAt, cancel);
        CaseClocks.SetNext(item);
        db.Insert(item);
        PlainText.TryClean(row.Answer, LongestAnswer, out var answer);
        if (answer.Length > 0)
            db.Records<CaseEntry>().Add(new()
            {
                Id = Guid.CreateVersion7(item.AnsweredAt!.Value),
                Case = item.Id,
                At = item.AnsweredAt.Value,
                Action = CaseAction.Answer,
                Audience = item.IsPublic ? CaseAudience.Public : CaseAudience.Reporter,
                Text = answer,
                State = CaseState.Confirmed,
            });
        await search.Add(CaseSearch.Kind, item.Id.Value, $"{item.Title} {item.Text} {item.PlaceText} {answer}", cancel);
        return null;
    }

    private async Task<Case> Build(
        ImportCases request, ImportedCase row, string key, Category category, CaseType type, Report.Route route, CancellationToken cancel)
    {
        var opened = Clock.ToMicroseconds(row.ReceivedAt!.Value);
        var answered = row.AnsweredAt is { } at ? Clock.ToMicroseconds(at) : (DateTimeOffset?)null;
        var day = LocalTime.DateOf(opened);
        var sequence = await counters.Next(db, $"case/{route.Community.Prefix}/{day:yyMM}", cancel);
        PlainText.TryClean(row.Text, ReportCase.MaxText, out var text);
        PlainText.TryCleanLine(string.IsNullOrWhiteSpace(row.Title) ? text : row.Title, int.MaxValue / 200, out var title);
        title = title.Length <= 100 ? title : title[..99] + "…";
        PlainText.TryCleanLine(row.PlaceText, 200, out var place);
        PlainText.TryCleanLine(row.Reporter, 100, out var reporter);
        var isPublic = request.Public && type.Public;
        return new()
        {
            Id = new(IdOf(key, opened)),
            Number = ShortNumber.For(route.Community.Prefix, day, (int)sequence).ToString(),
            Scope = route.Scope.Value,
            Community = route.Community.Path.Value,
            Type = type.Code,
            Category = category.Code,
            Channel = CaseChannel.Import,
            State = answered is null ? CaseState.Reported : CaseState.Confirmed,
            Title = title,
            Text = text,
            PublicTitle = isPublic ? PublicFace.Of(title) : null,
            PublicText = isPublic ? PublicFace.Of(text) : null,
            PlaceText = place.Length == 0 ? null : place,
            Longitude = row.Longitude,
            Latitude = row.Latitude,
            IsPublic = isPublic,
            IsConfidential = type.Confidential,
            IsAnonymous = true,
            ContactName = reporter.Length == 0 ? null : cipher.Seal(reporter),
            ContactMask = reporter.Length == 0 ? null : Masked.Name(reporter),
            Steward = type.Confidential ? null : route.Steward,
            OpenedAt = opened,
            AcceptedAt = answered is null ? null : opened,
            FirstAnsweredAt = answered,
            AnsweredAt = answered,
            ClosedAt = answered,
            Rating = row.Rating,
            ExternalKey = key,
        };
    }

    private async Task<Category?> CategoryOf(string? named, CancellationToken cancel) =>
        string.IsNullOrWhiteSpace(named)
            ? await categories.Find(Categories.Other, cancel)
            : await categories.Find(named.Trim(), cancel)
                ?? (await categories.All(cancel)).FirstOrDefault(c => c.NameZh == named.Trim() || c.NameEn == named.Trim());

    // The same row of the same source has the same id wherever it is imported, ordered by its own time.
    private static Guid IdOf(string key, DateTimeOffset opened)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(opened).TryWriteBytes(bytes, bigEndian: true, out _);
        SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 9).CopyTo(bytes[7..]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
