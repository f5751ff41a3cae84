using Linli.People.Privacy.Consents;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Platform;
using Microsoft.EntityFrameworkCore;
using System.Text.Json;
using System.Text;

namespace Linli.People.SignIn.Outside;

/// <summary>One asking for shared data (共享记录): who, what for, which fields, when, and what came of it; kept three years and longer (R40).</summary>
internal sealed class SharedDataRequest
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid PersonId { get; init; }

    public required string Provider { get; init; }

    /// <summary>Code of what for: what came is used for nothing else.</summary>
    public string? Subject { get; init; }

    public required string PurposeZh { get; init; }

    public required string PurposeEn { get; init; }

    /// <summary>Codes of the fields asked for, separated by blanks.</summary>
    public required string Fields { get; init; }

    /// <summary>The consent it rests on, and the version of its text.</summary>
    public Guid? Consent { get; init; }

    public int TextVersion { get; init; }

    /// <summary>When the person agreed to exactly this.</summary>
    public required DateTimeOffset ConsentAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Codes of the fields that came, separated by blanks; <c>null</c> when nothing came.</summary>
    public string? Received { get; set; }

    /// <summary>The answer as JSON, encrypted, for as long as a form may be filled with it; then it is wiped.</summary>
    public Sealed? Answer { get; set; }

    /// <summary>Until when the record must stay.</summary>
    public required DateTimeOffset KeepUntil { get; init; }
}

/// <summary>Asks the house whose account is linked; each asking and its outcome is a command of its own, so that the record stays whatever happens.</summary>
internal sealed class SharedData(LinliDb db, UseCaseRunner runner, IConsents consents, PurposeTexts texts, OutsideChannel channel, FieldCipher cipher, TimeProvider time) : ISharedData
{
    /// <summary>How long an answer may fill a form.</summary>
    public static readonly TimeSpan Usable = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Problem NoHouse = Problem.NotFound("shared_data_no_house",
        "还没有关联可共享数据的账号，请手工填写。", "No account that shares data is linked: fill in the form by hand.");

    private static readonly Problem Down = new("shared_data_down",
        ("对方的数据服务暂时没有回应，请手工填写，照常办理。", "The other office does not answer right now: fill in the form by hand, it counts the same."), (ProblemKind)502);

    public async Task<SharedDataHouse?> HouseOf(Guid account, CancellationToken cancel) =>
        await Find(account, cancel) is { } found ? new(found.Provider.Code, found.Provider.Name, found.Provider.IsSimulator) : null;

    public async Task<int> TextVersion(CancellationToken cancel) => (await texts.Current(Purposes.SharedData, cancel))?.Version ?? 0;

    public async Task<Result<SharedDataAnswer>> Ask(Guid account, string subject, Phrase purpose, IReadOnlyCollection<string> fields, int? textVersion, CancellationToken cancel)
    {
        if (await Find(account, cancel) is not { } found)
            return NoHouse;
        var recorded = await runner.Run(new RecordSharedData(account, found.Provider.Code, subject, purpose, string.Join(' ', fields), textVersion), cancel);
        if (!recorded.Ok)
            return recorded.As<SharedDataAnswer>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var answer = await channel.Send(found.Provider, Request(found.Provider, found.Link, recorded.Value, purpose, fields), patience.Token);
            var known = new SharedDataAnswer(recorded.Value, found.Provider.Name, Read(answer, fields), Clock.Now(time));
            await runner.Run(new CloseSharing(recorded.Value, known), cancel);
            return known;
        }
        catch (Exception e) when (e is OutsideException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            await runner.Run(new CloseSharing(recorded.Value, null), cancel);
            return Down;
        }
    }

    public async Task<SharedDataAnswer?> Recall(Guid account, string subject, Guid id, CancellationToken cancel)
    {
        var since = Clock.Now(time) - Usable;
        var row = await db.Records<SharedDataRequest>().AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == id && r.AccountId == account && r.Subject == subject && r.Answer != null && r.AnsweredAt > since, cancel);
        // Taken back in the meantime, what came is not used any more.
        return row is null || !await consents.Has(row.PersonId, Purposes.SharedData, cancel) ? null : JsonSerializer.Deserialize<SharedDataAnswer>(cipher.Open(row.Answer!.Value), Json.Options);
    }

    private async Task<(OutsideProvider Provider, OutsideLink Link)?> Find(Guid account, CancellationToken cancel)
    {
        var found = await db.Records<OutsideLink>().AsNoTracking().Where(l => l.AccountId == account)
            .Join(db.Records<OutsideProvider>().Where(p => p.Active && p.SharedDataUrl != null), l => l.Provider, p => p.Code, (l, p) => new { p, l })
            .OrderBy(x => x.l.At).FirstOrDefaultAsync(cancel);
        return found is null ? null : (found.p, found.l);
    }

    private HttpRequestMessage Request(OutsideProvider provider, OutsideLink link, Guid record, Phrase purpose, IReadOnlyCollection<string> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, provider.SharedDataUrl)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["subject"] = cipher.Open(link.Subject), ["purpose"] = purpose.Zh, ["fields"] = string.Join(' ', fields), ["consent"] = record.ToString(),
            }),
        };
        var secret = provider.ClientSecret is { } kept ? cipher.Open(kept) : "";
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}")));
        return request;
    }

    // Whatever comes beyond what was agreed to is not even read.
    private static List<SharedField> Read(JsonElement answer, IReadOnlyCollection<string> fields)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("fields", out var list) || list.ValueKind != JsonValueKind.Array)
            throw new OutsideException("The answer holds no fields.");
        var known = new List<SharedField>();
        foreach (var one in list.EnumerateArray())
            if (Text(one, "code") is { } code && fields.Contains(code) && Text(one, "value") is { Length: > 0 and <= 500 } value
                && DateOnly.TryParse(Text(one, "as_of"), System.Globalization.CultureInfo.InvariantCulture, out var day))
                known.Add(new(code, value, (Text(one, "source_zh") ?? "", Text(one, "source_en") ?? Text(one, "source_zh") ?? ""), day));
        return known;
    }

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Writes down that data are asked for, before they are.</summary>
internal sealed record RecordSharedData(Guid Account, string Provider, string Subject, Phrase Purpose, string Fields, int? TextVersion) : ICommand<Guid>, IAudited
{
    public string? AuditSubject => Account.ToString();
}

/// <summary>Writes down what came.</summary>
internal sealed record CloseSharing(Guid Id, SharedDataAnswer? Answer) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class SharingHandler(LinliDb db, CurrentCaller current, ConsentDesk consents, PurposeTexts texts, ISensitiveActs acts, FieldCipher cipher, TimeProvider time) : IHandler<RecordSharedData, Guid>, IHandler<CloseSharing, Done>
{
    private const int Years = 3;

    public async Task<Result<Guid>> Handle(RecordSharedData request, CancellationToken cancel)
    {
        // Nobody else can agree to this in the person's name.
        if (current.Value.Account != request.Account || current.Value.Person is not { } person)
            return Problem.Forbidden("shared_data_own_only", "只能申请自己的数据。", "Only one's own data can be asked for.");
        if (await acts.Hindrance(cancel) is { } wait)
            return wait;
        var now = Clock.Now(time);
        var birth = await db.Records<Accounts.Person>().Where(p => p.Id == person).Select(p => p.BirthDate).SingleAsync(cancel);
        if (ConsentRules.MayGive(birth, isSelf: true, isGuardian: false, LocalTime.DateOf(now)) is { } refused)
            return refused;
        var version = request.TextVersion ?? (await texts.Current(Purposes.SharedData, cancel))?.Version ?? 0;
        var agreed = await consents.Give(new(person, texts.Find(Purposes.SharedData)!, version, ConsentWay.Self, person, "page"), cancel);
        if (!agreed.Ok)
            return agreed.As<Guid>();
        var row = new SharedDataRequest
        {
            Id = Guid.CreateVersion7(now), AccountId = request.Account, PersonId = person, Provider = request.Provider,
            Subject = request.Subject, PurposeZh = request.Purpose.Zh, PurposeEn = request.Purpose.En, Fields = request.Fields, Consent = agreed.Value.Id, TextVersion = version, ConsentAt = now, KeepUntil = now.AddYears(Years),
        };
        db.Records<SharedDataRequest>().Add(row);
        return row.Id;
    }

    public async Task<Result<Done>> Handle(CloseSharing request, CancellationToken cancel)
    {
        var row = await db.Records<SharedDataRequest>().SingleAsync(r => r.Id == request.Id, cancel);
        row.AnsweredAt = Clock.Now(time);
        if (request.Answer is { } answer)
            (row.Received, row.Answer) = (string.Join(' ', answer.Fields.Select(f => f.Code)), cipher.Seal(JsonSerializer.Serialize(answer, Json.Options)));
        return Done.It;
    }
}
