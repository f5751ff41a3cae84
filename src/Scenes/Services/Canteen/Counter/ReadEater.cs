using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Canteen.Counter;

/// <summary>Reads at the counter who stands there: a code on the phone, or a card. No face (R41).</summary>
/// <param name="Code">What the scanner read.</param>
public sealed record ReadEater(string Code) : ICommand<Presented>, IAudited
{
    string? IAudited.AuditSubject => null;
}

internal sealed class ReadEaterHandler(IPresentedCodes codes) : IHandler<ReadEater, Presented>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/read", (ReadEater request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Who stands at the counter, by code or card 扫码或刷卡");

    public Task<Result<Presented>> Handle(ReadEater request, CancellationToken cancel) => codes.Read(request.Code.Trim(), cancel);
}

/// <summary>Looks for somebody without phone and card by name, pinyin, the last four digits of the phone, or the home; masked, and written to the audit log.</summary>
/// <param name="Words">At least two characters.</param>
public sealed record FindEater(string Words) : ICommand<IReadOnlyList<PersonFoundByName>>, IAudited
{
    string? IAudited.AuditSubject => null;
}

internal sealed class FindEaterHandler(IPeopleFinder finder, CurrentCaller current) : IHandler<FindEater, IReadOnlyList<PersonFoundByName>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/find", (FindEater request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Find somebody by name, masked 按姓名查找");

    public Task<Result<IReadOnlyList<PersonFoundByName>>> Handle(FindEater request, CancellationToken cancel) =>
        finder.Find(request.Words, current.Value.ScopesFor(CanteenPermissions.Sell), cancel);
}

/// <summary>The clerk knows who stands there, having found them by name.</summary>
/// <param name="Person">Who, as the search gave them.</param>
public sealed record VouchEater(Guid Person) : ICommand<Presented>, IAudited
{
    string? IAudited.AuditSubject => Person.ToString();
}

internal sealed class VouchEaterHandler(IPeopleFinder finder, IPresentedCodes codes, CurrentCaller current) : IHandler<VouchEater, Presented>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/vouch", (VouchEater request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Somebody found by name stands at the counter 确认身份");

    public async Task<Result<Presented>> Handle(VouchEater request, CancellationToken cancel) =>
        await finder.LivesWithin(request.Person, current.Value.ScopesFor(CanteenPermissions.Sell), cancel)
            ? await codes.Vouch(request.Person, cancel)
            : Problem.NotFound("canteen.person_not_found", "在您服务的范围内没有找到这个人。", "Nobody such was found where you work.");
}
