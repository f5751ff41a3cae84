using Linli.Cases.Handle;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Open311.Updates;

/// <summary>Passes a posted update on to its case, once.</summary>
/// <param name="UpdateId">The client's id of it.</param>
/// <param name="Update">What it says.</param>
/// <param name="MediaUrls">Where the client keeps pictures.</param>
internal sealed record KeepUpdate(string UpdateId, RelayUpdate Update, IReadOnlyList<string> MediaUrls) : ICommand<KeptUpdate>;

/// <summary>An update that is kept.</summary>
/// <param name="Entry">Id of the line it became.</param>
internal sealed record KeptUpdate(Guid Entry);

internal sealed class KeepUpdateHandler(LinliDb db, UseCaseRunner run, CurrentCaller current, TimeProvider time)
    : IHandler<KeepUpdate, KeptUpdate>
{
    public async Task<Result<KeptUpdate>> Handle(KeepUpdate request, CancellationToken cancel)
    {
        var client = current.Value.Account!.Value;
        await db.LockUntilCommit($"open311 {client} update {request.UpdateId}", cancel);
        var first = await db.Records<PostedUpdate>().AsNoTracking()
            .SingleOrDefaultAsync(u => u.Client == client && u.UpdateId == request.UpdateId, cancel);
        if (first is not null)
            return new KeptUpdate(first.Entry);
        var relayed = await run.Run(request.Update, cancel);
        if (!relayed.Ok)
            return relayed.As<KeptUpdate>();
        db.Records<PostedUpdate>().Add(new()
        {
            Client = client,
            UpdateId = request.UpdateId,
            Entry = relayed.Value.Entry,
            Case = relayed.Value.Case,
            MediaUrls = request.MediaUrls.Count > 0 ? string.Join('\n', request.MediaUrls) : null,
            At = Clock.Now(time),
        });
        return new KeptUpdate(relayed.Value.Entry);
    }
}
