using System.Text.Json.Serialization;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Open311.Requests;

/// <summary>Makes a case of a posted request, once.</summary>
/// <param name="Report">The case to be.</param>
/// <param name="Fingerprint">What was sent, see <see cref="Requests.Fingerprint"/>.</param>
/// <param name="RepeatKey">The client's idempotency key, hashed.</param>
/// <param name="FromDevice">Whether it came with the id of a device: then the same again soon after is a repetition.</param>
/// <param name="MediaUrl">Where the client keeps a picture.</param>
internal sealed record KeepRequest(
    [property: JsonIgnore] ReportCase Report, string Fingerprint, string? RepeatKey, bool FromDevice, string? MediaUrl) : ICommand<KeptRequest>;

/// <summary>A request that is kept.</summary>
/// <param name="Number">Short number of the case.</param>
/// <param name="FinishDue">By when it will be answered, UTC.</param>
internal sealed record KeptRequest(string Number, DateTimeOffset? FinishDue);

internal sealed class KeepRequestHandler(LinliDb db, UseCaseRunner run, CurrentCaller current, TimeProvider time)
    : IHandler<KeepRequest, KeptRequest>
{
    /// <summary>How long the same from the same device is a repetition.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    public async Task<Result<KeptRequest>> Handle(KeepRequest request, CancellationToken cancel)
    {
        // The same may arrive twice at once, from a client that did not wait: the second looks when the first is done.
        var client = current.Value.Account!.Value;
        if (request.RepeatKey is { } key)
            await db.LockUntilCommit($"open311 {client} key {key}", cancel);
        if (request.FromDevice)
            await db.LockUntilCommit($"open311 {client} sent {request.Fingerprint}", cancel);
        if (await Earlier(request, cancel) is { } earlier)
            return earlier.Fingerprint == request.Fingerprint
                ? new KeptRequest(earlier.Number, earlier.FinishDue)
                : Problem.Conflict("open311.idempotency_key_reused",
                    "这个 Idempotency-Key 已用于另一项请求。", "This Idempotency-Key was used for another request.");

        var receipt = await run.Run(request.Report, cancel);
        if (!receipt.Ok)
            return receipt.As<KeptRequest>();
        db.Records<PostedRequest>().Add(new()
        {
            Case = receipt.Value.Id,
            Number = receipt.Value.Number,
            Client = client,
            Fingerprint = request.Fingerprint,
            RepeatKey = request.RepeatKey,
            MediaUrl = request.MediaUrl,
            FinishDue = receipt.Value.FinishDue,
            At = Clock.Now(time),
        });
        return new KeptRequest(receipt.Value.Number, receipt.Value.FinishDue);
    }

    private async Task<PostedRequest?> Earlier(KeepRequest request, CancellationToken cancel)
    {
        var mine = db.Records<PostedRequest>().AsNoTracking().Where(p => p.Client == current.Value.Account);
        if (request.RepeatKey is { } key && await mine.SingleOrDefaultAsync(p => p.RepeatKey == key, cancel) is { } byKey)
            return byKey;
        if (!request.FromDevice)
            return null;
        var since = Clock.Now(time) - Soon;
        return await mine.Where(p => p.Fingerprint == request.Fingerprint && p.At > since).OrderBy(p => p.At).FirstOrDefaultAsync(cancel);
    }
}
