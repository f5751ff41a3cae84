using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>The caller's requests for hours, and those they give their time to.</summary>
internal sealed record MyRequests : IQuery<IReadOnlyList<RequestLine>>;

/// <summary>Requests for hours at the caller's places; those who come first stand first.</summary>
internal sealed record RequestsToMatch : IQuery<IReadOnlyList<RequestLine>>;

/// <summary>A request for hours.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Service">What is needed.</param>
/// <param name="StartsAt">When.</param>
/// <param name="Minutes">How long.</param>
/// <param name="First">80 and older, living alone.</param>
/// <param name="FromPool">From the common pool.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Elder">Masked name.</param>
/// <param name="Volunteer">Masked name, once matched.</param>
/// <param name="Note">For the volunteer who was found, and the one who asks; never in the list for staff.</param>
/// <param name="Served">Minutes given.</param>
/// <param name="Kin">Who the elder is to whoever gives the hours, as they said.</param>
/// <param name="IGive">Whether the caller is the volunteer.</param>
internal sealed record RequestLine(
    Guid Id, string Number, string Service, DateTimeOffset StartsAt, int Minutes, bool First, bool FromPool, ExchangeState State, string Elder, string? Volunteer, string? Note, int? Served, ElderKin Kin, bool IGive);

internal sealed class ReadRequestsHandler(LinliDb db, CurrentCaller current, ICareLists care, FieldCipher cipher)
    : IHandler<MyRequests, IReadOnlyList<RequestLine>>, IHandler<RequestsToMatch, IReadOnlyList<RequestLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/volunteering/requests/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyRequests(), cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("My requests for hours, and those I give time to");
        api.MapGet("/volunteering/requests", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new RequestsToMatch(), cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Requests for hours at my places");
    }

    public async Task<Result<IReadOnlyList<RequestLine>>> Handle(MyRequests request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return VolunteerProblems.NoPerson;

        // One's own.
        var rows = await db.Unfiltered<HoursExchange>().AsNoTracking().Where(r => r.Giver == me || r.Volunteer == me || r.Elder == me).OrderByDescending(r => r.At).Take(60).ToListAsync(cancel);
        return await Lines(rows, own: true, cancel);
    }

    public async Task<Result<IReadOnlyList<RequestLine>>> Handle(RequestsToMatch request, CancellationToken cancel)
    {
        var rows = await db.Scoped<HoursExchange>(current.Value.ScopesFor(VolunteerPermissions.Desk)).AsNoTracking()
            .Where(r => r.State != ExchangeState.Cancelled).OrderBy(r => r.State == ExchangeState.Done).ThenByDescending(r => r.First).ThenBy(r => r.At).Take(100).ToListAsync(cancel);
        return await Lines(rows, own: false, cancel);
    }

    private async Task<Result<IReadOnlyList<RequestLine>>> Lines(List<HoursExchange> rows, bool own, CancellationToken cancel)
    {
        var names = await care.NamesOf([.. rows.SelectMany(r => new[] { r.Elder, r.Volunteer ?? r.Elder }).Distinct()], masked: true, cancel);
        return rows.ConvertAll(r => new RequestLine(
            r.Id, r.Number, r.Service, r.StartsAt, r.Minutes, r.First, r.FromPool, r.State, names.GetValueOrDefault(r.Elder, "–"), r.Volunteer is { } v ? names.GetValueOrDefault(v, "–") : null,
            own && r.State is (ExchangeState.Asked or ExchangeState.Matched) && r.Note is { } note ? cipher.Open(note) : null, r.Served, r.Kin, r.Volunteer == current.Value.Person));
    }
}
