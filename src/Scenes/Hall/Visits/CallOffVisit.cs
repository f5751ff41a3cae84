using Linli.Cases;
using Linli.Hall.Accept;
using Linli.Hall.Queue;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Visits;

/// <summary>Calls a planned visit off (取消上门): its items end as withdrawn, and the person and who would have gone are told. It never counts as a visit.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Why">Why, 2–200 characters; the person reads it.</param>
internal sealed record CallOffVisit(Guid Case, string? Why) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Case.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryClean(Why, 200, out var why) || why.Length < 2)
            yield return Problem.Invalid("why", "hall.visit_why", "请写明为什么不去了（2–200 个字），本人会看到。", "Say why (2 to 200 characters): the person reads it.");
    }
}

internal sealed class CallOffVisitHandler(LinliDb db, HallDesk desk, MatterDesk matters, INotices notices) : IHandler<CallOffVisit, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/visits/{id:guid}/call-off", (Guid id, CallOffVisit request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Case = id }, cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Call a planned visit off 取消上门");

    public async Task<Result<Done>> Handle(CallOffVisit request, CancellationToken cancel)
    {
        var id = new CaseId(request.Case);
        if (await db.Scoped<FileRow>(desk.Caller.ScopesFor(HallPermissions.Counter)).SingleOrDefaultAsync(f => f.Case == id && f.VisitAt != null, cancel) is not { } file)
            return FinishVisitHandler.NoVisit;
        if (file.VisitUntil is not null)
            return FinishVisitHandler.Over;
        PlainText.TryClean(request.Why, 200, out var why);
        var planned = await db.Unfiltered<HallMatter>().Where(m => m.Case == id && m.State == MatterState.Planned).OrderBy(m => m.Order).ToListAsync(cancel);
        foreach (var matter in planned)
        {
            if (await matters.End(file, matter, MatterState.Withdrawn, why, cancel) is { Ok: false } refused)
                return refused;
            await db.SaveChangesAsync(cancel);
        }

        foreach (var helper in planned.Count == 0 ? [] : await db.Records<WayRow>().Where(w => w.Case == id && w.Helper != null && w.Helper != desk.Caller.Account).Select(w => w.Helper!.Value).ToListAsync(cancel))
            await notices.Tell(helper, "hall.visit_off", ("上门取消了", "A visit was called off"), ($"{file.Number} 不用去了。", $"{file.Number}: you need not go."), "/desk/hall/visits", $"hall.visit_off.{file.Case.Value:N}", cancel);
        return Done.It;
    }
}
