using Linli.Enterprise.Desks;
using Linli.Enterprise.Flats;
using Linli.Enterprise.Mentors;
using Linli.Enterprise.Settling;
using Linli.Platform.Modules;

namespace Linli.Enterprise;

/// <summary>
/// Enterprise (创业) and talent: shared desks and rooms, the youth creativity centre with its mentors, flats for talent, the rules by
/// which talent settles. Places are booked through the engine, money moves through the ledger.
/// </summary>
public sealed class EnterpriseModule : IModule
{
    /// <inheritdoc/>
    public string Name => "enterprise";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Permissions(EnterprisePermissions.All);
        DeskParts.Declare(module);
        MentorParts.Declare(module);
        TalentParts.Declare(module);
        FlatParts.Declare(module);
        module.Pages().Tile(new("/enterprise", ("创业", "Enterprise"), ("工位、导师、人才公寓", "Desks, mentors, flats for talent"), "briefcase", 40));
    }
}
