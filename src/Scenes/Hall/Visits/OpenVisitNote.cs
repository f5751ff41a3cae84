using Linli.Cases;
using Linli.Hall.Queue;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Visits;

/// <summary>Whoever goes to a home reads what was said of why the person cannot come (查看情况); the person reads who looked.</summary>
/// <param name="Case">Id of the case.</param>
internal sealed record OpenVisitNote(Guid Case) : ICommand<VisitNote>, IAudited
{
    public string? AuditSubject => Case.ToString();
}

/// <summary>What they said.</summary>
/// <param name="Text">In their words.</param>
internal sealed record VisitNote(string Text);

internal sealed class OpenVisitNoteHandler(LinliDb db, HallDesk desk, IDisclosure disclosure, FieldCipher cipher) : IHandler<OpenVisitNote, VisitNote>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/visits/{id:guid}/note", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenVisitNote(id), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Why somebody cannot come, for who goes there 查看上门情况");

    public async Task<Result<VisitNote>> Handle(OpenVisitNote request, CancellationToken cancel)
    {
        var (id, me) = (new CaseId(request.Case), desk.Caller.Account);
        if (await db.Scoped<FileRow>(desk.Caller.ScopesFor(HallPermissions.Counter)).AsNoTracking().SingleOrDefaultAsync(f => f.Case == id && f.VisitNote != null && f.VisitUntil == null, cancel) is not { VisitNote: { } note } file
            || me is null || !await db.Records<WayRow>().AnyAsync(w => w.Case == id && w.Helper == me, cancel))
            return FinishVisitHandler.NoVisit;
        if (file.Person is { } person && await disclosure.Allow(new(person, [PersonalField.Health], "上门办理前了解情况", null), cancel) is { Ok: false } refused)
            return refused.As<VisitNote>();
        return new VisitNote(cipher.Open(note));
    }
}
