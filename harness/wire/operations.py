"""The operations that a network may be made of: arithmetic on tensors, their shapes, chance, and control flow.

None of them reads or writes a file, knows the time, calls back into Python, or reaches beyond the variables that it is
given. What is not listed does not run. The list is by hand, from what Keras' layers and its ``ops``, ``tf.math``,
``tf.nn``, ``tf.image`` and ``tf.signal`` give; an operation that a later TensorFlow brings is added here.
"""

CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall"})
PRINTS = frozenset({"PrintV2"})
"""They give nothing and only tell, into a file where they are asked to: left out of a network before it is read."""

_CONTROL = """
Case If StatelessCase StatelessIf StatelessWhile While PartitionedCall StatefulPartitionedCall NoOp Assert PlaceholderWithDefault
Identity IdentityN StopGradient PreventGradient EnsureShape CheckNumerics CheckNumericsV2 Snapshot
Enter Exit Merge NextIteration RefEnter Switch LoopCond ControlTrigger
"""
_VARIABLES = """
ReadVariableOp ResourceGather ResourceGatherNd VariableShape DisableCopyOnRead AssignVariableOp AssignAddVariableOp
AssignSubVariableOp ResourceScatterUpdate ResourceScatterAdd ResourceScatterNdUpdate ResourceScatterNdAdd
ResourceStridedSliceAssign VarIsInitializedOp
"""
_LISTS = """
EmptyTensorList TensorListConcat TensorListConcatLists TensorListConcatV2 TensorListElementShape TensorListFromTensor
TensorListGather TensorListGetItem TensorListLength TensorListPopBack TensorListPushBack TensorListPushBackBatch
TensorListReserve TensorListResize TensorListScatter TensorListScatterV2 TensorListScatterIntoExistingList
TensorListSetItem TensorListSplit TensorListStack
TensorArrayV3 TensorArrayReadV3 TensorArrayWriteV3 TensorArrayGatherV3 TensorArrayScatterV3 TensorArrayConcatV3
TensorArraySplitV3 TensorArraySizeV3 TensorArrayCloseV3
"""
_SHAPES = """
BatchToSpace BatchToSpaceND Bitcast BroadcastArgs BroadcastTo Cast Concat ConcatOffset ConcatV2 Const DepthToSpace Diag
DiagPart DynamicPartition DynamicStitch Empty ExpandDims ExtractImagePatches ExtractVolumePatches Fill Gather GatherNd
GatherV2 HostConst InplaceAdd InplaceSub InplaceUpdate InvertPermutation LinSpace LowerBound MatrixBandPart MatrixDiag
MatrixDiagPart MatrixDiagPartV2 MatrixDiagPartV3 MatrixDiagV2 MatrixDiagV3 MatrixSetDiag MatrixSetDiagV2 MatrixSetDiagV3
MirrorPad OneHot OnesLike Pack Pad PadV2 ParallelConcat ParallelDynamicStitch Range Rank Reshape ReverseSequence ReverseV2
Roll ScatterNd ScatterNdNonAliasingAdd Shape ShapeN Size Slice SpaceToBatch SpaceToBatchND SpaceToDepth Split SplitV Squeeze
StridedSlice TensorScatterAdd TensorScatterMax TensorScatterMin TensorScatterSub TensorScatterUpdate
TensorStridedSliceUpdate Tile Transpose ConjugateTranspose Unpack UpperBound ZerosLike
"""
_NUMBERS = """
Abs AccumulateNV2 Acos Acosh Add AddN AddV2 Angle ApproximateEqual Asin Asinh Atan Atan2 Atanh BesselI0 BesselI0e BesselI1
BesselI1e BesselJ0 BesselJ1 BesselK0 BesselK0e BesselK1 BesselK1e BesselY0 BesselY1 Betainc BitwiseAnd BitwiseOr BitwiseXor
Ceil ClipByValue Complex ComplexAbs Conj Cos Cosh Cross Dawsn Digamma Div DivNoNan Elu Equal Erf Erfc Erfinv Exp Expint
Expm1 Floor FloorDiv FloorMod FresnelCos FresnelSin Greater GreaterEqual Igamma Igammac Imag Inv Invert IsFinite IsInf
IsNan LeakyRelu LeftShift Less LessEqual Lgamma Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mod Mul MulNoNan
Ndtri Neg NextAfter NotEqual Polygamma PopulationCount Pow Real RealDiv Reciprocal Relu Relu6 RightShift Rint Round Rsqrt
Select SelectV2 Selu Sigmoid Sign Sin Sinh Softplus Softsign Spence Sqrt Square SquaredDifference Sub Tan Tanh TruncateDiv
TruncateMod Xdivy Xlog1py Xlogy Zeta
EluGrad LeakyReluGrad Relu6Grad ReluGrad RsqrtGrad SeluGrad SigmoidGrad SoftplusGrad SoftsignGrad SqrtGrad TanhGrad
ReciprocalGrad InvGrad BroadcastGradientArgs
"""
_MANY = """
All Any ArgMax ArgMin Bincount Bucketize Cumprod Cumsum CumulativeLogsumexp DenseBincount EuclideanNorm HistogramFixedWidth
InTopK InTopKV2 Max Mean Min NthElement Prod SegmentMax SegmentMaxV2 SegmentMean SegmentMin SegmentMinV2 SegmentProd
SegmentProdV2 SegmentSum SegmentSumV2 Sum TopK TopKV2 Unique UniqueV2 UniqueWithCounts UniqueWithCountsV2
UnsortedSegmentMax UnsortedSegmentMin UnsortedSegmentProd UnsortedSegmentSum Where ListDiff SetSize
"""
_LINEAR = """
BatchMatMul BatchMatMulV2 BatchMatMulV3 Cholesky Eig Einsum LogMatrixDeterminant Lu MatMul MatrixDeterminant
MatrixExponential MatrixInverse MatrixLogarithm MatrixSolve MatrixSolveLs MatrixSquareRoot MatrixTriangularSolve Qr
SelfAdjointEigV2 Svd TridiagonalMatMul TridiagonalSolve
BatchFFT BatchFFT2D BatchFFT3D BatchIFFT BatchIFFT2D BatchIFFT3D FFT FFT2D FFT3D IFFT IFFT2D IFFT3D IRFFT IRFFT2D IRFFT3D
RFFT RFFT2D RFFT3D
SparseToDense SparseTensorDenseMatMul SparseReorder SparseReshape SparseConcat SparseSlice SparseFillEmptyRows
SparseSegmentMean SparseSegmentSum SparseSegmentSqrtN SparseDenseCwiseAdd SparseDenseCwiseMul SparseDenseCwiseDiv
SparseReduceSum SparseReduceMax SparseSoftmax
"""
_LAYERS = """
AvgPool AvgPool3D BiasAdd BiasAddV1 Conv Conv2D Conv2DBackpropFilter Conv2DBackpropInput Conv2DBackpropFilterV2
Conv2DBackpropInputV2 Conv3D Conv3DBackpropFilterV2 Conv3DBackpropInputV2 DataFormatDimMap DataFormatVecPermute
DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Dilation2D
FractionalAvgPool FractionalMaxPool FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 FusedPadConv2D FusedResizeAndPadConv2D
L2Loss LogSoftmax LRN MaxPool MaxPool3D MaxPoolV2 MaxPoolWithArgmax Softmax SoftmaxCrossEntropyWithLogits
SparseSoftmaxCrossEntropyWithLogits AvgPoolGrad AvgPool3DGrad BiasAddGrad MaxPoolGrad MaxPoolGradV2 MaxPool3DGrad
BlockLSTM BlockLSTMV2 GRUBlockCell LSTMBlockCell CudnnRNN CudnnRNNV2 CudnnRNNV3
FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars FakeQuantWithMinMaxVarsPerChannel QuantizeAndDequantize
QuantizeAndDequantizeV2 QuantizeAndDequantizeV3 QuantizeAndDequantizeV4 QuantizeV2 Dequantize
"""
_PICTURES = """
AdjustContrast AdjustContrastv2 AdjustHue AdjustSaturation CombinedNonMaxSuppression CropAndResize
DrawBoundingBoxes DrawBoundingBoxesV2 ExtractGlimpse ExtractGlimpseV2 HSVToRGB ImageProjectiveTransformV2
ImageProjectiveTransformV3 NonMaxSuppression NonMaxSuppressionV2 NonMaxSuppressionV3 NonMaxSuppressionV4
NonMaxSuppressionV5 QuantizedResizeBilinear RGBToHSV ResizeArea ResizeBicubic ResizeBilinear ResizeNearestNeighbor
ResizeBilinearGrad ResizeNearestNeighborGrad ResizeBicubicGrad SampleDistortedBoundingBoxV2
StatelessSampleDistortedBoundingBox ScaleAndTranslate
"""
_CHANCE = """
Multinomial ParameterizedTruncatedNormal RandomGamma RandomPoissonV2 RandomShuffle RandomStandardNormal RandomUniform
RandomUniformInt RngReadAndSkip RngSkip StatefulRandomBinomial StatefulStandardNormal StatefulStandardNormalV2
StatefulTruncatedNormal StatefulUniform StatefulUniformFullInt StatefulUniformInt NonDeterministicInts
StatelessMultinomial StatelessParameterizedTruncatedNormal StatelessRandomBinomial StatelessRandomGammaV2
StatelessRandomGammaV3 StatelessRandomGetAlg StatelessRandomGetKeyCounter StatelessRandomGetKeyCounterAlg
StatelessRandomNormal StatelessRandomNormalV2 StatelessRandomPoisson StatelessRandomUniform StatelessRandomUniformFullInt
StatelessRandomUniformFullIntV2 StatelessRandomUniformInt StatelessRandomUniformIntV2 StatelessRandomUniformV2
StatelessShuffle StatelessTruncatedNormal StatelessTruncatedNormalV2 TruncatedNormal
"""
_WORDS = """
AsString StringFormat StringJoin
"""
"""What the message of an ``Assert`` or of a print is made of."""

_LISTED = (
    _CONTROL,
    _VARIABLES,
    _LISTS,
    _SHAPES,
    _NUMBERS,
    _MANY,
    _LINEAR,
    _LAYERS,
    _PICTURES,
    _CHANCE,
    _WORDS,
)
ALLOWED = frozenset(name for listed in _LISTED for name in listed.split())
SEARCHES = frozenset(
    {
        "ArgMin",
        "Bucketize",
        "InTopK",
        "InTopKV2",
        "LowerBound",
        "NthElement",
        "TopK",
        "TopKV2",
        "Unique",
        "UniqueV2",
    }
    | {"UniqueWithCounts", "UniqueWithCountsV2", "UpperBound", "Where", "ListDiff", "SetSize"}
    | {"BitwiseAnd", "BitwiseOr", "BitwiseXor", "LeftShift", "RightShift", "PopulationCount"}
)
"""Those of which a search or a hash is made. They run, for honest layers use them too, and a graph's facts name them."""
