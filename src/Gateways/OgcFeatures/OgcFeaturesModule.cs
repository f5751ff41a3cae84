using Linli.OgcFeatures.Core;
using Linli.Platform.Modules;

namespace Linli.OgcFeatures;

/// <summary>
/// OGC API – Features 1.0 at <c>/ogc/features/v1</c>: other people's map programs read facilities, spaces and grids.
/// </summary>
public sealed class OgcFeaturesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "ogcfeatures";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module) =>
        module
            .Routes(Landing.Map)
            .Routes(Conformance.Map)
            .Routes(ApiDefinition.Map)
            .Routes(Catalogue.Map)
            .Routes(Queryables.Map)
            .Routes(Items.Map)
            .Routes(Item.Map);
}
