using System.Globalization;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.People.Privacy.Retention;

/// <summary>Deletes what is due of one kind, and writes down how much it was.</summary>
/// <param name="Code">Code of the kind.</param>
internal sealed record ApplyRetention(string Code) : ICommand<RetentionDone>, IAudited
{
    public string? AuditSubject => Code;
}

/// <summary>How many records went.</summary>
internal sealed record RetentionDone(int Deleted);

internal sealed class ApplyRetentionHandler(LinliDb db, IEnumerable<IRetention> kinds, AuditTrail audit, TimeProvider time)
    : IHandler<ApplyRetention, RetentionDone>, IUseCase
{
    // Only the job deletes: there is nothing to press.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<RetentionDone>> Handle(ApplyRetention request, CancellationToken cancel)
    {
        if (kinds.FirstOrDefault(k => k.Code == request.Code) is not { } kind)
            return Problem.NotFound("retention_unknown", "没有这类记录。", "There are no such records.");
        var now = Clock.Now(time);
        var set = await db.Records<RetentionDays>().AsNoTracking().SingleOrDefaultAsync(r => r.Code == kind.Code, cancel);
        var before = now.AddDays(-RetentionRules.Days(kind, set?.Days));
        var deleted = await kind.Delete(before, cancel);
        db.Records<RetentionRun>().Add(new() { Id = Guid.CreateVersion7(now), Code = kind.Code, At = now, Deleted = deleted, Before = before });
        audit.Record("people.retention", kind.Code, detail: string.Create(CultureInfo.InvariantCulture, $"deleted {deleted} older than {before:yyyy-MM-dd}"));
        return new RetentionDone(deleted);
    }
}

/// <summary>Once a day, each kind in a transaction of its own: one that fails holds up no other.</summary>
internal sealed partial class RetentionJob(LinliDb db, UseCaseRunner runner, IEnumerable<IRetention> kinds, TimeProvider time, ILogger<RetentionJob> log) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var since = Clock.Now(time).AddHours(-20);
        var done = await db.Records<RetentionRun>().Where(r => r.At > since).Select(r => r.Code).ToListAsync(cancel);
        foreach (var code in kinds.Select(k => k.Code).Except(done).Order(StringComparer.Ordinal))
        {
            try
            {
                await runner.Run(new ApplyRetention(code), cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failed(log, e, code);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Records of {Kind} that are due could not be deleted; tried again in an hour.")]
    private static partial void Failed(ILogger logger, Exception e, string kind);
}

/// <summary>How long is long enough.</summary>
internal static class RetentionRules
{
    /// <summary>What holds: the installation's own days, but never fewer than a law asks for.</summary>
    public static int Days(IRetention kind, int? set) => Math.Max(set ?? kind.Days, kind.AtLeastDays);
}
