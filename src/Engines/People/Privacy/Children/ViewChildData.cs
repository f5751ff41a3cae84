using Linli.People.Accounts;
using Linli.People.Privacy.Consents;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Children;

/// <summary>Shows what an approval lets its requester see, and nothing beside it. Each time is a view that the guardian reads.</summary>
/// <param name="Id">The approved request.</param>
internal sealed record ViewChildData(Guid Id) : ICommand<ChildData>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>The data that were granted; the rest is <c>null</c> or empty.</summary>
internal sealed record ChildData(DisclosedPerson Person, IReadOnlyList<string> Homes, IReadOnlyList<string> Guardians);

internal sealed class ViewChildDataHandler(LinliDb db, IDisclosure disclosure, CurrentCaller current, TimeProvider time)
    : IHandler<ViewChildData, ChildData>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/privacy/children/requests/{id:guid}/view", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ViewChildData(id), cancel))
            .Needs(PeoplePermissions.ChildAccess).WithTags("privacy").WithSummary("See what was approved; the guardian reads of it");

    public async Task<Result<ChildData>> Handle(ViewChildData request, CancellationToken cancel)
    {
        var access = await db.Unfiltered<ChildAccess>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == request.Id && a.RequestedBy == current.Value.Account, cancel);
        if (access is null)
            return ConsentRules.Nobody;
        var fields = PersonalFields.Parse(access.Fields);
        // Asked before the child's age: on a 14th birthday no refused or lapsed request begins to count.
        if (!ChildAccessRules.Covers(access, fields, Clock.Now(time)))
            return ChildAccessRules.NeedsApproval;
        var shown = await disclosure.Show(new(access.ChildId, fields, access.Reason, PeoplePermissions.ChildAccess), cancel);
        if (!shown.Ok)
            return shown.As<ChildData>();
        var now = Clock.Now(time);
        var homes = fields.Contains(PersonalField.Home)
            ? await db.Unfiltered<HomeTie>().Where(t => t.PersonId == access.ChildId && (t.To == null || t.To > now)).Select(t => t.HomeLabel).Distinct().ToListAsync(cancel)
            : [];
        var guardians = fields.Contains(PersonalField.Family)
            ? await db.Records<Guardianship>().Where(g => g.ChildId == access.ChildId && (g.To == null || g.To > now))
                .Join(db.Records<Person>(), g => g.GuardianId, p => p.Id, (g, p) => (p.Name ?? "") + " " + (p.PhoneMask ?? "")).ToListAsync(cancel)
            : [];
        return new ChildData(shown.Value, homes, guardians);
    }
}
