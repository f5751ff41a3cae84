using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Attend;

/// <summary>Reads the code on a phone or a card and checks its person in at once (扫码签到).</summary>
/// <param name="Code">What the scanner read.</param>
internal sealed record ScanIn(string Code) : ICommand<CheckedIn>, IAudited
{
    [JsonIgnore]
    public SessionId Session { get; init; }

    public string? AuditSubject => Session.Value.ToString();
}

internal sealed class ScanInHandler(IPresentedCodes codes, IHandler<CheckIn, CheckedIn> checkIn) : IHandler<ScanIn, CheckedIn>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/sessions/{id}/scan", (SessionId id, ScanIn request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Session = id }, cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("Read a code and check its person in 扫码签到");

    public async Task<Result<CheckedIn>> Handle(ScanIn request, CancellationToken cancel)
    {
        var presented = await codes.Read(request.Code, cancel);
        return presented.Ok ? await checkIn.Handle(new(Ticket: presented.Value.Ticket) { Session = request.Session }, cancel) : presented.As<CheckedIn>();
    }
}
