using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Files;
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

namespace Linli.Cases.Report;

/// <summary>Takes in what somebody reports: a snap, a suggestion, a complaint, or a call logged for somebody.</summary>
public sealed record ReportCase : ICommand<CaseReceipt>, IValidated, IRepeatable
{
    /// <summary>Longest text, characters.</summary>
    public const int MaxText = 4000;

    /// <summary>Most photos with one report.</summary>
    public const int MaxFiles = 9;

    /// <summary>The way in.</summary>
    public CaseChannel Channel { get; init; } = CaseChannel.Snap;

    /// <summary>Code of a category; <c>other</c> when left out.</summary>
    public string? Category { get; init; }

    /// <summary>What it is about, 2 to 4,000 characters. Plain text: HTML is kept as typed and shown as text.</summary>
    public string Text { get; init; } = "";

    /// <summary>One line; made from the text when left out.</summary>
    public string? Title { get; init; }

    /// <summary>Longitude in degrees, in the coordinate system of <see cref="Crs"/>.</summary>
    public double? Longitude { get; init; }

    /// <summary>Latitude in degrees, in the coordinate system of <see cref="Crs"/>.</summary>
    public double? Latitude { get; init; }

    /// <summary>Coordinate system of the point; maps in China give GCJ-02.</summary>
    public CoordinateSystem Crs { get; init; } = CoordinateSystem.Wgs84;

    /// <summary>The place in words, at most 200 characters.</summary>
    public string? PlaceText { get; init; }

    /// <summary>Code of the community, for a report without a point.</summary>
    public string? Community { get; init; }

    /// <summary>Photos uploaded before.</summary>
    public IReadOnlyList<FileId> Files { get; init; } = [];

    /// <summary>Answers to what the category asks beyond the text.</summary>
    public IReadOnlyList<QuestionAnswer> Answers { get; init; } = [];

    /// <summary>Hide the reporter's name from other residents.</summary>
    public bool Anonymous { get; init; }

    /// <summary>When it happened, if not just now.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>How the reporter would like it handled.</summary>
    public HandlingMode? Mode { get; init; }

    /// <summary>How pressing it is; only staff may say emergency.</summary>
    public CasePriority Priority { get; init; }

    /// <summary>For a call or visit logged by staff: the person's name.</summary>
    public string? ContactName { get; init; }

    /// <summary>For a call or visit logged by staff: the person's telephone number.</summary>
    public string? ContactPhone { get; init; }

    /// <summary>For a call or visit logged by staff, or a report passed on by another system: the person's email address.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>
    /// Person of the register it is reported for by a member of the family who may act for them (see <c>GET /me/family</c>); they
    /// see the case as their own.
    /// </summary>
    public Guid? OnBehalfOf { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    object IRepeatable.Wish => this with { Files = [] };

    /// <summary>Another case it follows from.</summary>
    [JsonIgnore]
    public CaseId? RelatedTo { get; init; }

    /// <summary>What a gateway knows beyond the text, such as the id of an address there: the first note between staff.</summary>
    [JsonIgnore]
    public string? StaffNote { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryClean(Text, MaxText, out var text) || text.Length < 2)
            yield return Problem.Invalid("text", "cases.text_length",
                $"请用 2 到 {MaxText} 个字说明情况。", $"Describe it in 2 to {MaxText} characters.");
        if (Title is not null && !PlainText.TryCleanLine(Title, 100, out _))
            yield return Problem.Invalid("title", "cases.title_length", "标题不超过 100 个字。", "A title has at most 100 characters.");
        if (PlaceText is not null && !PlainText.TryCleanLine(PlaceText, 200, out _))
            yield return Problem.Invalid("placeText", "cases.place_text_length", "地点描述不超过 200 个字。", "The place has at most 200 characters.");
        if (Longitude is null != Latitude is null || (Latitude is { } lat && !GeoPoint.IsValid(lat, Longitude!.Value)))
            yield return Problem.Invalid("place", "cases.place_unreadable",
                "位置不正确：经度和纬度要同时给出，纬度在 -90 到 90 之间。", "The place is wrong: give longitude and latitude together, the latitude between -90 and 90.");
        if (Files.Count > MaxFiles)
            yield return Problem.Invalid("files", "cases.too_many_files", $"最多上传 {MaxFiles} 张照片。", $"At most {MaxFiles} photos.");
        if (ContactName?.Length > 50)
            yield return Problem.Invalid("contactName", "cases.contact_name_length", "姓名不超过 50 个字。", "A name has at most 50 characters.");
        if (ContactEmail is not null && (ContactEmail.Length > 200 || !ContactEmail.Contains('@', StringComparison.Ordinal)))
            yield return Problem.Invalid("contactEmail", "cases.contact_email", "电子邮箱不正确。", "This is not an email address.");
    }
}

/// <summary>What the reporter keeps.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="Number">What to quote when asking.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AcceptDue">By when it will be accepted, UTC.</param>
/// <param name="FinishDue">By when it will be answered, UTC.</param>
public sealed record CaseReceipt(CaseId Id, string Number, CaseState State, DateTimeOffset? AcceptDue, DateTimeOffset? FinishDue);

internal sealed class ReportCaseHandler(
    LinliDb db, CurrentCaller current, CaseTypes types, Categories categories, Routing routing, CaseClocks clocks,
    Counters counters, TextIndex search, Outbox outbox, ReportEvidence evidence, ReporterContact contact, IActingFor family, TimeProvider time)
    : IHandler<ReportCase, CaseReceipt>, IUseCase
{
    private static readonly CaseChannel[] ResidentChannels = [CaseChannel.Snap, CaseChannel.Box, CaseChannel.Complaint];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases", (ReportCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request, receipt => $"{Edge.Api}/cases/{receipt.Id.Value}", cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("Report something 随手拍 / 意见箱 / 投诉 / 登记");

    public async Task<Result<CaseReceipt>> Handle(ReportCase request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var category = await categories.Find(request.Category ?? Categories.Other, cancel);
        if (category is null)
            return Problem.Invalid("category", "cases.category_unknown", "没有这个分类，请重新选择。", "There is no such category: choose another.");
        var type = TypeFor(request.Channel, category);
        if (Refuse(request, type, now) is { } refused)
            return refused;
        var questions = await categories.QuestionsOf(category.Code, cancel);
        if (QuestionRules.Problems(questions, request.Answers, AsksEverything(request)).ToList() is { Count: > 0 } wrongAnswers)
            return Result<CaseReceipt>.Fail(wrongAnswers);

        var point = request.Latitude is { } lat ? ChinaCoordinates.ToWgs84(lat, request.Longitude!.Value, request.Crs) : (GeoPoint?)null;
        var route = await routing.Find(point?.Longitude, point?.Latitude, request.Community, cancel);
        if (!route.Ok)
            return route.As<CaseReceipt>();
        if (!ResidentChannels.Contains(request.Channel) && !current.Value.May(CasesPermissions.Log, route.Value.Scope))
            return Problem.Forbidden("cases.not_your_desk",
                "您没有在这个社区登记事项的权限。", "You may not log cases for this community.");

        var principal = request.OnBehalfOf is { } whom ? await family.For(whom, FamilyMatters.Report, cancel) : (Result<ActedFor>?)null;
        if (principal is { Ok: false } notTheirs)
            return notTheirs.As<CaseReceipt>();
        var item = Open(request, type, category, route.Value, point, now, await NextNumber(route.Value, now, cancel));
        if (contact.Fill(item, request) is { } wrongContact)
            return wrongContact;
        await contact.FillShop(item, cancel);
        if (await evidence.Attach(item, request.Files, cancel) is { } wrongFile)
            return wrongFile;
        await clocks.Start(item, now, cancel);
        db.Insert(item);
        if (!string.IsNullOrWhiteSpace(request.StaffNote))
            db.Records<CaseEntry>().Add(NoteOf(item, request.StaffNote.Trim(), now));
        var answers = QuestionRules.InWords(questions, request.Answers).ToList();
        db.Records<CaseAnswer>().AddRange(answers.Select((answer, i) => RowOf(item, answer, i + 1)));
        await search.Add(
            "case", item.Id.Value, $"{item.Title} {item.Text} {item.PlaceText} {item.Number} {string.Join(' ', answers.Select(a => a.Value.Zh))}".TrimEnd(), cancel);
        if (principal is { Ok: true } acted)
            family.Record(acted.Value!, FamilyMatters.Report, item.Id.Value.ToString(), ($"代为反映：{item.Title}", $"Reported for you: {item.Title}"), $"/cases/{item.Id.Value}");
        outbox.Add(new CaseReported(
            item.Id, item.Number, route.Value.Scope, item.Type, item.State, item.Team,
            await Hearers(item, cancel), item.IsConfidential, item.Channel, item.Category));
        return new CaseReceipt(item.Id, item.Number, item.State, item.AcceptDue, item.FinishDue);
    }

    // Whoever it was reported for hears of it as the reporter does.
    private async Task<Guid[]> Hearers(Case item, CancellationToken cancel) =>
        [.. new[] { item.Reporter, item.OnBehalfOf is { } whom ? await family.AccountOf(whom, cancel) : null }.OfType<Guid>().Distinct()];

    /// <summary>Code of the type a report becomes: the way in decides before the category.</summary>
    internal static string TypeCode(CaseChannel channel, Category category) => channel switch
    {
        CaseChannel.Box => "suggestion",
        CaseChannel.Complaint => "complaint",
        _ => category.Type,
    };

    private CaseType TypeFor(CaseChannel channel, Category category) => types.Find(TypeCode(channel, category)) ?? throw new InvalidOperationException($"No scene brings the case type of category '{category.Code}'.");

    private Problem? Refuse(ReportCase request, CaseType type, DateTimeOffset now)
    {
        if (type.SceneOnly && !current.Value.IsSystem)
            return Problem.Forbidden("cases.scene_only", $"“{type.Name.Zh}”不能直接登记，须先由工作人员核实线索。", $"“{type.Name.En}” is not reported: it begins with a lead that a person verified.");
        if (!type.Channels.Contains(request.Channel))
            return Problem.Invalid("channel", "cases.channel_closed",
                $"“{type.Name.Zh}”不能从这个渠道提交。", $"“{type.Name.En}” cannot be reported this way.");
        if (request.HappenedAt > now.AddMinutes(5))
            return Problem.Invalid("happenedAt", "cases.happens_later", "发生时间不能晚于现在。", "The time it happened cannot lie in the future.");
        if (request.HappenedAt < now.AddYears(-10))
            return Problem.Invalid("happenedAt", "cases.happened_long_ago", "发生时间太早，请检查。", "The time it happened is too long ago: check it.");
        if (request.Anonymous && !type.MayBeAnonymous)
            return Problem.Invalid("anonymous", "cases.not_anonymous", "这类事项不能匿名提交。", "This kind of case cannot be anonymous.");
        return null;
    }

    private async Task<string> NextNumber(Route route, DateTimeOffset now, CancellationToken cancel)
    {
        var day = LocalTime.DateOf(now);
        var prefix = route.Community.Prefix;
        var sequence = await counters.Next(db, $"case/{prefix}/{day:yyMM}", cancel);
        return ShortNumber.For(prefix, day, (int)sequence).ToString();
    }

    private Case Open(
        ReportCase request, CaseType type, Category category, Route route, GeoPoint? point, DateTimeOffset now, string number)
    {
        PlainText.TryClean(request.Text, ReportCase.MaxText, out var text);
        PlainText.TryCleanLine(request.Title ?? FirstWords(text), 100, out var title);
        PlainText.TryCleanLine(request.PlaceText, 200, out var place);
        var forSomebody = !ResidentChannels.Contains(request.Channel);
        return new()
        {
            Id = new(Guid.CreateVersion7(now)),
            Number = number,
            Scope = route.Scope.Value,
            Community = route.Community.Path.Value,
            Type = type.Code,
            Category = category.Code,
            Channel = request.Channel,
            Mode = request.Mode,
            Priority = Priority(request, route),
            Level = category.TeamKind == "grid" ? CaseLevel.Steward : CaseLevel.Community,
            State = CaseState.Reported,
            Title = title,
            Text = text,
            PublicTitle = type.Public ? PublicFace.Of(title) : null,
            PublicText = type.Public ? PublicFace.Of(text) : null,
            PlaceText = place.Length == 0 ? null : place,
            Longitude = point?.Longitude,
            Latitude = point?.Latitude,
            IsPublic = type.Public,
            IsConfidential = type.Confidential,
            IsAnonymous = request.Anonymous,
            Reporter = forSomebody ? null : current.Value.Account,
            OnBehalfOf = request.OnBehalfOf,
            LoggedBy = forSomebody ? current.Value.Account : null,
            Steward = type.Confidential ? null : route.Steward,
            OpenedAt = now,
            HappenedAt = request.HappenedAt is { } then ? Clock.ToMicroseconds(then) : null,
            RelatedTo = request.RelatedTo,
        };
    }

    // Nobody is there to ask when a sensor reports or one case follows from another; suggestions and complaints are free words.
    private static bool AsksEverything(ReportCase request) => request.RelatedTo is null
        && request.Channel is (CaseChannel.Snap or CaseChannel.Phone or CaseChannel.Counter or CaseChannel.Steward or CaseChannel.Open311);

    private static CaseAnswer RowOf(Case item, AnsweredQuestion answer, int order) => new()
    {
        Case = item.Id,
        Question = answer.Code,
        Order = order,
        LabelZh = answer.Label.Zh,
        LabelEn = answer.Label.En,
        ValueZh = answer.Value.Zh,
        ValueEn = answer.Value.En,
    };

    private CaseEntry NoteOf(Case item, string note, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Case = item.Id,
        At = now,
        Action = CaseAction.Note,
        Audience = CaseAudience.Staff,
        Actor = current.Value.Account,
        Text = note,
        State = item.State,
    };

    // "Emergency" wakes people up; a resident can say that it is urgent, staff decide on more.
    private CasePriority Priority(ReportCase request, Route route) =>
        request.Priority == CasePriority.Emergency && !current.Value.May(CasesPermissions.Log, route.Scope)
            ? CasePriority.Urgent
            : request.Priority;

    /// <summary>A title made of the text's first sentence.</summary>
    internal static string FirstWords(string text)
    {
        var line = text.Split('\n', 2)[0];
        var end = line.IndexOfAny(['。', '！', '？', '!', '?']);
        var sentence = end > 3 ? line[..end] : line;
        return sentence.Length <= 40 ? sentence : sentence[..40] + "…";
    }
}
