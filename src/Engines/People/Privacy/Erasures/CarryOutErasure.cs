using Linli.People.Accounts;
using Linli.People.Privacy.MyData;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.People.Privacy.Erasures;

/// <summary>Deletes what is kept of a person, for good: the time to take it back is over.</summary>
internal sealed record CarryOutErasure(Guid Erasure) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Erasure.ToString();
}

internal sealed class CarryOutErasureHandler(
    LinliDb db, SubjectDesk subjects, ErasureDesk desk, IEnumerable<IPersonalData> modules, CurrentCaller current, CallerDirectory directory, AuditTrail audit, TimeProvider time)
    : IHandler<CarryOutErasure, Done>, IUseCase
{
    // Only the job deletes: there is nothing to press.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(CarryOutErasure request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (!current.Value.IsSystem
            || await db.Records<Erasure>().SingleOrDefaultAsync(e => e.Id == request.Erasure && e.State == ErasureState.Waiting && e.DueAt <= now, cancel) is not { } erasure)
            return Problem.NotFound("erasure_none", "没有到期的注销申请。", "No deletion is due.");
        // Somebody who took up a post in the meantime is asked to close it first; the wish waits.
        if (await desk.Hindrance(erasure.PersonId, cancel) is { } hindrance)
            return hindrance;
        var person = await db.Records<Person>().AsNoTracking().SingleAsync(p => p.Id == erasure.PersonId, cancel);
        await desk.End(erasure, ErasureState.Done, cancel);
        var subject = await subjects.Subject(person, cancel);
        // The engine that keeps names and accounts comes last: the others look the person up by them.
        foreach (var module in modules.OrderBy(m => m.Module == "people"))
            await module.Erase(subject, cancel);
        audit.Record("people.person_erased", subject.Person.ToString());
        db.AfterCommit(() =>
        {
            foreach (var account in subject.Accounts)
                directory.Forget(account);
        });
        return Done.It;
    }
}

/// <summary>Does what is due; a deletion that fails holds up no other.</summary>
internal sealed partial class ErasureJob(LinliDb db, UseCaseRunner runner, TimeProvider time, ILogger<ErasureJob> log) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        foreach (var due in await db.Records<Erasure>().Where(e => e.State == ErasureState.Waiting && e.DueAt <= now).OrderBy(e => e.DueAt).Select(e => e.Id).Take(100).ToListAsync(cancel))
        {
            try
            {
                await runner.Run(new CarryOutErasure(due), cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failed(log, e, due);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Deletion {Erasure} failed and is tried again.")]
    private static partial void Failed(ILogger logger, Exception e, Guid erasure);
}
