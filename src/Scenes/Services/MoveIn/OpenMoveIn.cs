using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.MoveIn;

/// <summary>Staff open check-lists for everybody of a home who has none yet, such as people registered before the training began.</summary>
/// <param name="Home">What people call the home, such as 和二-7-502.</param>
internal sealed record OpenMoveIn(string? Home) : ICommand<MoveInsOpened>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Home))
            yield return Problem.Invalid("home", "services.home_missing", "请填写房屋，例如 和二-7-502。", "Name the home, such as 和二-7-502.");
    }
}

/// <summary>The lists that are open for the home now.</summary>
internal sealed record MoveInsOpened(IReadOnlyList<Guid> Lists);

internal sealed class OpenMoveInHandler(CurrentCaller current, IHomeTies ties, MoveIns moveIns) : IHandler<OpenMoveIn, MoveInsOpened>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/move-in", (OpenMoveIn request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.MoveIn).WithTags("move-in").WithSummary("Open check-lists for a home 建立入住清单");

    public async Task<Result<MoveInsOpened>> Handle(OpenMoveIn request, CancellationToken cancel)
    {
        var found = (await ties.AtHome(request.Home!.Trim(), cancel)).Where(t => current.Value.May(ServicesPermissions.MoveIn, t.Building)).ToList();
        if (found.Count == 0)
            return Problem.Invalid("home", "services.nobody_there",
                "这套房屋没有已认证的住户，请先完成居民注册审核。", "Nobody is verified at this home: review the registration first.");
        var lists = new List<Guid>();
        foreach (var tie in found)
            lists.Add((await moveIns.Open(tie, current.Value.Account, cancel)).Id);
        return new MoveInsOpened(lists);
    }
}
