using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>A guardian says in which compounds beside the own one the way of their child may end (离路点), such as that of the grandparents.</summary>
public sealed record ChangePupilLeaves : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Id of the child; in the address.</summary>
    [JsonIgnore]
    public Guid Child { get; init; }

    /// <summary>Codes of all other compounds, at most 5; takes the place of those before.</summary>
    public string[] Leaves { get; init; } = [];

    // Neither child nor where it goes stand in the audit log.
    string? IAudited.AuditSubject => null;

    IEnumerable<Problem> IValidated.Problems()
    {
        if ((Leaves ?? []).Length > EnrolPupil.MostLeaves)
            yield return EnrolPupil.TooManyLeaves;
    }
}

internal sealed class ChangePupilLeavesHandler(LinliDb db, IActingFor family, SchoolPathBook book, SchoolFences fences) : IHandler<ChangePupilLeaves, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/mobility/school-path/pupils/{child:guid}/leaves", (Guid child, ChangePupilLeaves request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Child = child }, cancel))
            .Needs(Access.SignedIn).WithSummary("Say where else a way may end 修改离路点");

    public async Task<Result<Done>> Handle(ChangePupilLeaves request, CancellationToken cancel)
    {
        // The guardian's own child.
        if (await family.For(request.Child, FamilyMatters.View, cancel) is not { Ok: true, Value.Agency: null }
            || await db.Unfiltered<Pupil>().SingleOrDefaultAsync(p => p.Person == request.Child && p.EndedAt == null, cancel) is not { } pupil)
            return Problem.NotFound("mobility.not_guardian", "只有监护人可以修改，孩子须已登记学生卡。", "Only a guardian changes this, of a child whose card is enrolled.");
        if (book.Leaves(request.Leaves ?? [], out var leaves) is { } unknown)
            return unknown;
        var others = leaves.Where(l => l != pupil.Compound).Distinct().ToList();
        await db.Records<PupilLeave>().Where(l => l.Pupil == pupil.Id).ExecuteDeleteAsync(cancel);
        db.Records<PupilLeave>().AddRange(others.Select(l => new PupilLeave { Pupil = pupil.Id, Compound = l }));
        // The path is for everybody.
        await fences.SetOwn(await db.Unfiltered<SchoolPathRow>().AsNoTracking().SingleAsync(p => p.Code == pupil.Path, cancel), pupil, others, cancel);
        return Done.It;
    }
}
