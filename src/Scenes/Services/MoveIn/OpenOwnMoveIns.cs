using Linli.People;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.MoveIn;

/// <summary>
/// Opens the check-lists that the caller's homes need and nobody opened, such as after an import of the register or a claim of
/// one's home: nobody shall be told to finish a list that is not there.
/// </summary>
internal sealed record OpenOwnMoveIns : ICommand<Done>;

internal sealed class OpenOwnMoveInsHandler(CurrentCaller current, IHomeTies ties, MoveIns moveIns) : IHandler<OpenOwnMoveIns, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Asking for one's own lists does it.
    }

    public async Task<Result<Done>> Handle(OpenOwnMoveIns request, CancellationToken cancel)
    {
        if (current.Value.Account is not { } account)
            return Done.It;
        foreach (var tie in await ties.Running(account, cancel))
            if (await moveIns.IsMissing(tie, cancel))
                await moveIns.Open(tie, null, cancel);
        return Done.It;
    }

    /// <summary>Opens what is missing; writes nothing otherwise.</summary>
    public static async Task OpenWhatIsMissing(CurrentCaller current, IHomeTies ties, MoveIns moveIns, UseCaseRunner runner, CancellationToken cancel)
    {
        if (current.Value.Account is not { } account)
            return;
        foreach (var tie in await ties.Running(account, cancel))
            if (await moveIns.IsMissing(tie, cancel))
            {
                await runner.Run(new OpenOwnMoveIns(), cancel);
                return;
            }
    }
}
