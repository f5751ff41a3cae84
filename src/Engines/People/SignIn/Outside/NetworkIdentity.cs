using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>A certificate that was verified (网证核验): the result alone, for half an hour.</summary>
internal sealed class NetworkCheckRow
{
    public required Guid Id { get; init; }

    public required string Provider { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Keyed hash of the house and its pseudonym for the person.</summary>
    public required string Token { get; init; }

    /// <summary>Who has linked this pseudonym with an account here.</summary>
    public Guid? Person { get; init; }

    /// <summary>Who had it verified, and alone may use it.</summary>
    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Asks the house that verifies, and keeps what it said by a command of its own.</summary>
internal sealed class NetworkIdentity(LinliDb db, UseCaseRunner runner, CurrentCaller current, OutsideChannel channel, IServiceProvider services, FieldCipher cipher, TimeProvider time) : INetworkIdentity
{
    /// <summary>How long a result may be used.</summary>
    public static readonly TimeSpan Usable = TimeSpan.FromMinutes(30);

    private const int LongestCode = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Problem Down = new("network_identity_down",
        ("网络身份认证暂时没有回应，请稍后再试，或改用证件。", "The network identity does not answer right now: try again, or use a document instead."), (ProblemKind)502);

    public async Task<NetworkIdentityHouse?> House(CancellationToken cancel) => await Find(cancel) is { } found
        ? new(found.Code, found.Name, found.IsSimulator && services.GetService(typeof(ICitySimulator)) is ICitySimulator city ? city.Certificates : []) : null;

    public async Task<Result<NetworkCheck>> Check(string purpose, string? code, CancellationToken cancel)
    {
        if (code?.Trim() is not { Length: >= 1 and <= LongestCode } shown)
            return Problem.Invalid("code", "network_identity_missing", "请出示网证码。", "Show the code of the certificate.");
        if (await Find(cancel) is not { } house)
            return Problem.NotFound("network_identity_none", "这里还不能核验网证，请用证件办理，服务一样。", "Certificates cannot be verified here yet: use a document, the service is the same.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var answer = await channel.Send(house, Request(house, purpose, shown), patience.Token);
            var read = Read(answer);
            return read.Ok ? await runner.Run(new KeepNetworkCheck(house.Code, purpose, read.Value), cancel) : read.As<NetworkCheck>();
        }
        catch (Exception e) when (e is OutsideException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return Down;
        }
    }

    public async Task<Result<NetworkProof>> Use(string purpose, Guid check, CancellationToken cancel)
    {
        var (now, account) = (Clock.Now(time), current.Value.Account);
        var since = now - Usable;
        if (await db.Records<NetworkCheckRow>().SingleOrDefaultAsync(c => c.Id == check && c.Purpose == purpose && c.By == account && c.UsedAt == null && c.At > since, cancel) is not { } row)
            return Problem.Conflict("network_identity_old", "这次网证核验已用过或已过期，请再出示一次。", "This verification was used already or is too old: show the certificate again.");
        row.UsedAt = now;
        return new NetworkProof(row.Provider, row.Token, MarkOf(row.Token), row.At, row.Person);
    }

    public static string MarkOf(string token) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..4];

    private Task<OutsideProvider?> Find(CancellationToken cancel) =>
        db.Records<OutsideProvider>().AsNoTracking().Where(p => p.Active && p.VerifyUrl != null).OrderBy(p => p.Code).FirstOrDefaultAsync(cancel);

    private HttpRequestMessage Request(OutsideProvider house, string purpose, string shown)
    {
        var secret = house.ClientSecret is { } kept ? cipher.Open(kept) : "";
        return new(HttpMethod.Post, house.VerifyUrl)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["certificate"] = shown, ["purpose"] = purpose }),
            Headers = { Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(house.ClientId)}:{Uri.EscapeDataString(secret)}"))) },
        };
    }

    // A pseudonym and "verified"; whatever else comes is not read.
    private static Result<string> Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("verified", out var verified) || verified.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw new OutsideException("The answer does not say whether it is verified.");
        if (!verified.GetBoolean())
            return Text(answer, "reason") == "expired"
                ? Problem.Invalid("code", "network_identity_expired", "这张网证码已经过期，请在手机上刷新后再出示。", "This certificate has run out: refresh it on the phone and show it again.")
                : Problem.Invalid("code", "network_identity_unknown", "网证没有通过核验，请核对后再出示，或改用证件。", "The certificate was not verified: show it again, or use a document instead.");
        return Text(answer, "subject") is { Length: > 0 and <= 500 } subject ? subject : throw new OutsideException("The answer names nobody.");
    }

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Keeps that a certificate was verified; the certificate itself is not kept.</summary>
internal sealed record KeepNetworkCheck(string Provider, string Purpose, string Subject) : ICommand<NetworkCheck>, IAudited
{
    public string? AuditSubject => Purpose;
}

internal sealed class KeepNetworkCheckHandler(LinliDb db, CurrentCaller current, OutsideLinks links, FieldCipher cipher, TimeProvider time) : IHandler<KeepNetworkCheck, NetworkCheck>
{
    public async Task<Result<NetworkCheck>> Handle(KeepNetworkCheck request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var house = await db.Records<OutsideProvider>().AsNoTracking().SingleAsync(p => p.Code == request.Provider, cancel);
        var account = (await links.Find(request.Provider, request.Subject, cancel))?.AccountId;
        var row = new NetworkCheckRow
        {
            Id = Guid.CreateVersion7(now), Provider = request.Provider, Purpose = request.Purpose, Token = OutsideHashes.Subject(cipher, request.Provider, request.Subject),
            Person = account is null ? null : await db.Records<Accounts.Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync(cancel), By = current.Value.Account, At = now,
        };
        db.Records<NetworkCheckRow>().Add(row);
        return new NetworkCheck(row.Id, house.Name, NetworkIdentity.MarkOf(row.Token), now);
    }
}
